import Civil
import Kernel

/// The classes that admit each demand, with what each would cost: conditions 2 to 4 and 8 of the format.
struct OptionList {
    private(set) var courses = FlatLists<Int32>()
    private(set) var costs: [Int32] = []
    private(set) var unassigned: [Int32] = []
    private(set) var trainee: [Int32] = []
    private(set) var pinned: [Int32] = []
    private(set) var previous: [Int32] = []

    /// A class's conditions as small numbers.
    private struct Offer {
        let course: Int32
        let host: String
        let start: Int
        let end: Int
        let domains: UInt64
        let kinds: UInt64
        /// 0 for a class that every demand accepts.
        let level: UInt64
        let minutes: Int
        var tier = 0
    }

    /// - Throws: `plan.instance` or `plan.pinned`.
    init(
        _ instance: Instance, _ calendar: Calendar, _ trainees: [String: Int32], _ classes: [String: Int32]
    ) throws(AppError) {
        let words = try Words(instance)
        // Classes by the prefix they admit; the classes for a place are looked up once and reused while places repeat.
        let base = instance.classes.enumerated().map { number, item in
            Offer(
                course: Int32(number), host: item.host, start: item.start.number, end: item.end.number,
                domains: words.domains(item.domains), kinds: words.kinds(item.kinds),
                level: words.levels(item.level.map { [$0] } ?? []), minutes: item.minutes ?? .max)
        }
        let byScope = Dictionary(grouping: instance.classes.indices) { instance.classes[$0].scope }
        let lengths = Set(instance.classes.lazy.map(\.scope.utf8.count)).sorted()
        var (place, offers): (String?, [Offer]) = (nil, [])
        var found: [(cost: Int32, course: Int32)] = []
        for demand in instance.demands {
            guard let who = trainees[demand.trainee] else { throw .planInstance("trainee", demand.trainee) }
            let person = instance.trainees[Int(who)]
            if place != person.place {
                place = person.place
                offers = Self.offers(base, person.place, byScope, lengths)
            }
            var pin: Int32 = -1
            if let wanted = demand.pinned {
                guard let course = classes[wanted] else { throw .planInstance("pinned", wanted) }
                pin = course
            }
            let excluded = try Self.excluded(person, classes)
            let had = demand.previous.map { classes[$0] ?? -2 } ?? -1
            found.removeAll(keepingCapacity: true)
            for offer in offers where Self.admits(offer, demand, person, words) && (pin < 0 || offer.course == pin) {
                if excluded.contains(offer.course) { continue }
                let late = instance.weights.latePerDay * demand.priority * max(0, offer.end - demand.due.number)
                let moved = had != -1 && had != offer.course ? instance.weights.moved : 0
                let cost = late + instance.weights.travel[offer.tier] + moved
                guard cost >= 0, cost < 1 << 28 else { throw .planInstance("demand", demand.id) }
                found.append((Int32(cost), offer.course))
            }
            if pin >= 0, found.isEmpty { throw .planPinned(demand.id, instance.classes[Int(pin)].id) }
            found.sort { $0 < $1 }
            for option in found {
                courses.values.append(option.course)
                costs.append(option.cost)
            }
            courses.endRow()
            let left = instance.weights.unassigned * demand.priority + (had == -1 ? 0 : instance.weights.moved)
            guard left >= 0, left < 1 << 28 else { throw .planInstance("demand", demand.id) }
            unassigned.append(Int32(left))
            trainee.append(who)
            pinned.append(pin)
            previous.append(max(-1, had))
        }
    }

    private static func excluded(
        _ person: Instance.Trainee, _ classes: [String: Int32]
    ) throws(AppError) -> [Int32] {
        var excluded: [Int32] = []
        for id in person.excluded ?? [] {
            guard let course = classes[id] else { throw .planInstance("excluded", id) }
            excluded.append(course)
        }
        return excluded
    }

    private static func offers(
        _ base: [Offer], _ place: String, _ byScope: [String: [Int]], _ lengths: [Int]
    ) -> [Offer] {
        var offers: [Offer] = []
        for length in lengths where length <= place.utf8.count {
            for number in byScope[String(decoding: place.utf8.prefix(length), as: UTF8.self)] ?? [] {
                var offer = base[number]
                offer.tier = Problem.tier(place, offer.host)
                offers.append(offer)
            }
        }
        return offers
    }

    private static func admits(
        _ offer: Offer, _ demand: Instance.Demand, _ person: Instance.Trainee, _ words: Words
    ) -> Bool {
        guard offer.start >= demand.earliest.number,
            !(demand.hardDue ?? false) || offer.end <= demand.due.number,
            offer.kinds & words.kinds([demand.kind]) != 0, offer.domains & words.domains([person.domain]) != 0,
            offer.minutes >= demand.minutes ?? 0
        else { return false }
        if let accepts = demand.accepts, offer.level != 0, offer.level & words.levels(accepts) == 0 { return false }
        for span in person.unavailable ?? [] where span.count == 2 {
            if offer.start <= span[1].number, span[0].number <= offer.end { return false }
        }
        return true
    }

    /// Kinds, fields and levels as bits.
    private struct Words {
        private var kindBits: [String: UInt64] = [:]
        private var domainBits: [String: UInt64] = [:]
        private var levelBits: [String: UInt64] = [:]

        /// - Throws: `plan.instance` when there are more than 64 kinds, fields or levels.
        init(_ instance: Instance) throws(AppError) {
            for item in instance.classes {
                for kind in item.kinds where kindBits[kind] == nil {
                    guard kindBits.count < 64 else { throw .planInstance("kinds", kind) }
                    kindBits[kind] = 1 << kindBits.count
                }
                for domain in item.domains where domainBits[domain] == nil {
                    guard domainBits.count < 64 else { throw .planInstance("domains", domain) }
                    domainBits[domain] = 1 << domainBits.count
                }
                if let level = item.level, levelBits[level] == nil {
                    guard levelBits.count < 64 else { throw .planInstance("level", level) }
                    levelBits[level] = 1 << levelBits.count
                }
            }
        }

        func kinds(_ names: [String]) -> UInt64 { names.reduce(0) { $0 | (kindBits[$1] ?? 0) } }
        func domains(_ names: [String]) -> UInt64 { names.reduce(0) { $0 | (domainBits[$1] ?? 0) } }
        func levels(_ names: [String]) -> UInt64 { names.reduce(0) { $0 | (levelBits[$1] ?? 0) } }
    }
}

extension Problem {
    /// 0 in the same county, 1 the same city, 2 the same province, 3 otherwise.
    static func tier(_ place: String, _ host: String) -> Int {
        for (nearness, length) in [6, 4, 2].enumerated()
        where min(place.utf8.count, host.utf8.count) >= length
            && place.utf8.prefix(length).elementsEqual(host.utf8.prefix(length))
        {
            return nearness
        }
        return 3
    }
}
