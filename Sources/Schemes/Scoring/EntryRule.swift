package import Civil
package import Kernel

/// Whether something may become an entry: the refusals that need nothing but the scheme and the subject's own history.
package struct EntryRule: Sendable {
    package let scheme: Scheme

    package init(_ scheme: Scheme) { self.scheme = scheme }

    /// What is asked for.
    package struct Request: Sendable {
        package let item: String
        package let happened: Day
        package let seen: Observation
        package let follows: Int?
        package let isContinuing: Bool
        package let hasEvidence: Bool
        /// Who did it, when that is not the subject.
        package let cause: String?
        /// Names the deed.
        package let act: String?
        /// The day of the claim, when it is settled later: terms for claiming look at that.
        package let claimed: Day?

        package init(
            item: String, happened: Day, seen: Observation = Observation(), follows: Int? = nil,
            isContinuing: Bool = false,
            hasEvidence: Bool = true, cause: String? = nil, act: String? = nil, claimed: Day? = nil
        ) {
            self.item = item
            self.happened = happened
            self.seen = seen
            self.follows = follows
            self.isContinuing = isContinuing
            self.hasEvidence = hasEvidence
            self.cause = cause
            self.act = act
            self.claimed = claimed
        }
    }

    /// What it will be in the ledger.
    package struct Accepted: Sendable {
        package let item: Item
        package let kind: PointEntry.Kind
        package let calculation: Calculation
        /// The day by which it is counted, before closed periods are looked at.
        package let counts: Day
    }

    /// - Parameters:
    ///   - history: the subject's own.
    ///   - today: the day on which it is asked.
    /// - Throws: `points.*`, each with the rule that refuses it.
    package func accept(_ request: Request, _ history: History, today: Day) throws(AppError) -> Accepted {
        guard let item = scheme.item(request.item) else { throw .itemUnknown(request.item, scheme) }
        guard request.happened <= today else { throw .eventAhead(item, request.happened, today) }
        guard request.happened >= scheme.inForce.from, scheme.inForce.until.map({ request.happened < $0 }) ?? true
        else {
            throw .notInForce(scheme, request.happened)
        }
        if let term = item.process.claimWithin {
            let last = term.end(from: request.happened)
            guard (request.claimed ?? today) <= last else { throw .claimedLate(item, request.happened, last) }
        }
        guard !request.isContinuing || scheme.canContinue(item) else { throw .cannotContinue(item) }
        if item.process.needsEvidence, !request.hasEvidence { throw .evidenceMissing(item) }
        for (name, text) in [("act", request.act), ("cause", request.cause), ("level", request.seen.level)] {
            if let text, text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
                throw .controlCharacter(item, name)
            }
        }
        guard (item.cause == nil) || request.cause != nil else { throw .causeMissing(item) }
        try participates(item, history, request.happened)
        let calculation = try Arithmetic(item).value(request.seen)
        guard let follows = item.follows else {
            guard request.follows == nil else { throw .followsNothing(item) }
            return Accepted(item: item, kind: .award, calculation: calculation, counts: request.happened)
        }
        let first = try self.first(request, item, follows, history)
        let kind: PointEntry.Kind
        switch follows.way {
        case .multiply, .add: kind = .followUp
        case .repair, .correct: kind = .repair
        }
        return Accepted(
            item: item, kind: kind, calculation: calculation,
            counts: follows.countsWithFirst ? first.counts : request.happened)
    }

    private func participates(_ item: Item, _ history: History, _ day: Day) throws(AppError) {
        guard let participation = history.participations.first(where: { $0.contains(day) }) else {
            throw .notTakingPart(scheme, day)
        }
        if let groups = item.groups, !groups.contains(participation.group ?? "") {
            throw .otherGroup(item, participation.group, scheme)
        }
    }

    private func first(_ request: Request, _ item: Item, _ rule: FollowUp, _ history: History) throws(AppError)
        -> PointEntry
    {
        guard let number = request.follows else { throw .followsMissing(item) }
        let reversed = Set(history.entries.compactMap(\.reverses))
        guard let first = history.entries.first(where: { $0.number == number }), rule.items.contains(first.item),
            first.kind.isRule, !reversed.contains(number)
        else { throw .followsOther(item, number) }
        guard first.happened <= request.happened else { throw .followsLater(item, first) }
        let again = history.entries.contains {
            $0.item == item.id && $0.follows == number && !reversed.contains($0.number)
        }
        guard !again else { throw .followedTwice(item, number) }
        return first
    }
}

extension Scheme {
    /// Whether something under an item may go on until it is corrected: when another item corrects or repairs it.
    func canContinue(_ item: Item) -> Bool {
        items.contains { other in
            switch other.follows?.way {
            case .correct, .repair: other.follows?.items.contains(item.id) ?? false
            default: false
            }
        }
    }
}
