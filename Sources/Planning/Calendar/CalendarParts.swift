import Civil

/// The parts of an instance for which each host drafts its classes.
struct CalendarParts {
    /// In order of the hosts.
    let instances: [Instance]
    /// The audiences of each host; small ones are joined.
    let audiences: [[[String]]]
    /// Demands below no host, or whose hosts' classes do not count for them.
    let unplaced: Int
    let unaccepted: Int

    private let hosts: [CalendarProposal.Host]

    init(
        _ owed: Instance, _ hosts: [CalendarProposal.Host], _ audiences: [[String]], smallest: Int
    ) {
        self.hosts = hosts
        let above = Self.chains(owed, hosts)
        var accepts: [String: [[String]?]] = [:]
        for demand in owed.demands { accepts[demand.trainee, default: []].append(demand.accepts) }
        func counts(_ trainee: String, _ host: Int) -> Bool {
            guard let level = hosts[host].level else { return true }
            return (accepts[trainee] ?? []).contains { $0?.contains(level) ?? true }
        }
        // Hosts that count for each trainee, the nearest first.
        var chains: [String: [Int]] = [:]
        var refused: Set<String> = []
        for trainee in owed.trainees {
            let all = above[trainee.place] ?? []
            let fitting = all.filter { counts(trainee.id, $0) }
            chains[trainee.id] = fitting
            if fitting.isEmpty, !all.isEmpty { refused.insert(trainee.id) }
        }
        let home = Self.homes(owed, chains, hosts, audiences, smallest)
        unaccepted = owed.demands.count { refused.contains($0.trainee) }
        unplaced = owed.demands.count { home[$0.trainee] == nil }
        instances = Self.split(owed, home, hosts)
        self.audiences = instances.map { Self.joined(audiences, $0, smallest) }
    }

    /// The hosts above each place, the nearest first.
    private static func chains(_ owed: Instance, _ hosts: [CalendarProposal.Host]) -> [String: [Int]] {
        let numbers = Dictionary(
            hosts.enumerated().map { ($1.place, $0) }, uniquingKeysWith: { first, _ in first })
        let lengths = Set(hosts.map(\.place.utf8.count)).sorted(by: >)
        var chains: [String: [Int]] = [:]
        for place in Set(owed.trainees.map(\.place)) {
            chains[place] = lengths.filter { $0 <= place.utf8.count }.compactMap { numbers[String(place.prefix($0))] }
        }
        return chains
    }

    /// The host of each trainee: the nearest whose audience is large enough, the last where none is.
    private static func homes(
        _ owed: Instance, _ chains: [String: [Int]], _ hosts: [CalendarProposal.Host], _ audiences: [[String]],
        _ smallest: Int
    ) -> [String: Int] {
        let owing = Set(owed.demands.map(\.trainee))
        func audience(_ trainee: Instance.Trainee) -> Int {
            audiences.firstIndex { $0.contains(trainee.domain) } ?? audiences.count
        }
        var step: [String: Int] = [:]
        while true {
            var sizes: [[Int]: Int] = [:]
            for trainee in owed.trainees {
                guard let host = chains[trainee.id]?.dropFirst(step[trainee.id] ?? 0).first else { continue }
                sizes[[host, audience(trainee)], default: 0] += owing.contains(trainee.id) ? 1 : 0
            }
            // The hosts farthest down pass on first: what arrives above may be enough there.
            let passing = owed.trainees.filter { trainee in
                let chain = chains[trainee.id]?.dropFirst(step[trainee.id] ?? 0) ?? []
                guard chain.count > 1, let host = chain.first else { return false }
                return (sizes[[host, audience(trainee)]] ?? 0) < smallest
            }
            let longest = passing.compactMap { trainee in
                chains[trainee.id]?.dropFirst(step[trainee.id] ?? 0).first.map { hosts[$0].place.utf8.count }
            }.max()
            guard let longest else { break }
            for trainee in passing {
                let host = chains[trainee.id]?.dropFirst(step[trainee.id] ?? 0).first
                if let host, hosts[host].place.utf8.count == longest { step[trainee.id, default: 0] += 1 }
            }
        }
        var home: [String: Int] = [:]
        for trainee in owed.trainees {
            home[trainee.id] = chains[trainee.id]?.dropFirst(step[trainee.id] ?? 0).first
        }
        return home
    }

    private static func split(
        _ owed: Instance, _ home: [String: Int], _ hosts: [CalendarProposal.Host]
    ) -> [Instance] {
        var parts = hosts.map { host in
            Instance(
                name: host.place, horizon: owed.horizon, weights: owed.weights, trainees: [], demands: [], classes: [],
                covers: [])
        }
        for trainee in owed.trainees {
            if let number = home[trainee.id] { parts[number].trainees.append(trainee) }
        }
        // Seats that the people of a part have, or must get, in each class.
        var taken = [[String: Int]](repeating: [:], count: hosts.count)
        for demand in owed.demands {
            guard let number = home[demand.trainee] else { continue }
            parts[number].demands.append(demand)
            if let seat = demand.pinned ?? demand.previous { taken[number][seat, default: 0] += 1 }
        }
        for cover in owed.covers ?? [] {
            let members = Dictionary(grouping: cover.members.filter { home[$0] != nil }) { home[$0] ?? 0 }
            for (number, members) in members {
                var cover = cover
                cover.members = members
                parts[number].covers?.append(cover)
            }
        }
        let places = Dictionary(
            hosts.enumerated().map { ($1.place, $0) }, uniquingKeysWith: { first, _ in first })
        let lengths = Set(hosts.map(\.place.utf8.count)).sorted(by: >)
        for course in owed.classes {
            let host = lengths.lazy.compactMap { places[String(course.host.prefix($0))] }.first
            for number in parts.indices {
                if number == host {
                    parts[number].classes.append(course)
                } else if let share = course.share(of: hosts[number].place, taken: taken[number][course.id] ?? 0) {
                    parts[number].classes.append(share)
                }
            }
        }
        // Exclusions name classes that may lie in another part.
        for number in parts.indices {
            let own = Set(parts[number].classes.map(\.id))
            for index in parts[number].trainees.indices {
                let kept = parts[number].trainees[index].excluded?.filter(own.contains) ?? []
                parts[number].trainees[index].excluded = kept.isEmpty ? nil : kept
            }
        }
        return parts
    }

    /// Audiences of one host, small ones joined to the smallest other.
    private static func joined(_ audiences: [[String]], _ part: Instance, _ smallest: Int) -> [[String]] {
        let owing = Set(part.demands.map(\.trainee))
        var found = audiences.map { audience in
            (fields: audience, people: part.trainees.count { owing.contains($0.id) && audience.contains($0.domain) })
        }.filter { $0.people > 0 }
        while found.count > 1 {
            found.sort { ($0.people, $0.fields.joined()) < ($1.people, $1.fields.joined()) }
            guard found[0].people < smallest else { break }
            let small = found.removeFirst()
            found[0].fields += small.fields
            found[0].people += small.people
        }
        let order = audiences.flatMap { $0 }
        return found.map { $0.fields.sorted { (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0) } }
            .sorted { (order.firstIndex(of: $0[0]) ?? 0) < (order.firstIndex(of: $1[0]) ?? 0) }
    }
}

extension Instance.Course {
    /// Whether the class settles a demand, days aside.
    func counts(for demand: Instance.Demand, in fields: [String: String], _ places: [String: String]) -> Bool {
        kinds.contains(demand.kind) && domains.contains(fields[demand.trainee] ?? "")
            && (places[demand.trainee] ?? "").hasPrefix(scope) && suffices(for: demand)
    }

    /// What a class of another host is to the people of one: the seats that they have there, or that quotas keep for
    /// them. The rest is not theirs to count on.
    fileprivate func share(of place: String, taken: Int) -> Instance.Course? {
        let kept = (quotas ?? []).filter { $0.scope.hasPrefix(place) }.map(\.seats).sum()
        guard max(kept, taken) > 0 else { return nil }
        return Instance.Course(
            id: id, host: host, scope: scope, domains: domains, kinds: kinds, start: start, end: end, minimum: 0,
            capacity: max(min(kept, capacity), taken), fixedCost: 0, committed: true, level: level, minutes: minutes)
    }
}
