import Civil

/// What a scheme asks of the engine, found in the value itself: which published rule needed what.
package enum SchemeFeature: String, Sendable, CaseIterable {
    case base, carriedBase = "carried_base"
    case blockStart = "block_start", blockCap = "block_cap", blockFloor = "block_floor", totalBounds = "total_bounds"
    case negativeInCap = "negative_in_cap", nestedBlocks = "nested_blocks"
    case itemLimit = "item_limit", timesLimit = "times_limit", zeroing, veto, repair
    case fixed, range, unitRate = "unit_rate", ladder, levels, evaluation, undefined
    case topUp = "top_up", multiplier, oneAct = "one_act", repetition, validity, validityCounting = "validity_counting"
    case causedByOthers = "caused_by_others", automatic, neverMadeUp = "never_made_up"
    case rollUp = "roll_up", groups, exemptions, combination, thresholds, shares, ratedGrade = "rated_grade"
    case ranksByGroup = "ranks_by_group", localItems = "local_items", organisations, longCycle = "long_cycle"
    case reviewLevels = "review_levels", signature, publicity, proposals, ownSheets = "own_sheets"
}

extension Scheme {
    /// The features this scheme uses, with the items that need each; empty where the scheme as a whole does.
    package var features: [(feature: SchemeFeature, items: [String])] {
        SchemeFeature.allCases.compactMap { feature in
            if let whole = usesAsWhole(feature) { return whole ? (feature, []) : nil }
            let needing = items.filter { $0.uses(feature) }.map(\.id)
            return needing.isEmpty ? nil : (feature, needing)
        }
    }

    /// Nil for features of single items.
    private func usesAsWhole(_ feature: SchemeFeature) -> Bool? {
        switch feature {
        case .base: if case .fixed(let value) = base { value != .zero } else { false }
        case .carriedBase: if case .carried = base { true } else { false }
        case .blockStart: blocks.contains { $0.start != .zero }
        case .blockCap: blocks.contains { $0.bounds.cap != nil || $0.bounds.bonusCap != nil }
        case .blockFloor: blocks.contains { $0.bounds.floor != nil }
        case .totalBounds: !total.isEmpty
        case .negativeInCap:
            blocks.contains { block in
                block.bounds.cap != nil && items.contains { $0.block == block.key && $0.value.isPenalty }
            }
        case .nestedBlocks: blocks.contains { $0.parent != nil }
        case .oneAct: oneAct.bonus == .largest || oneAct.penalty == .largest
        case .validityCounting: counting == .validity
        case .rollUp: rollUp != nil
        case .groups: !groups.isEmpty
        case .exemptions: !exemptions.isEmpty
        case .combination: !parts.isEmpty
        case .thresholds: grades.contains { $0.score != nil }
        case .shares: !shares.isEmpty
        case .ranksByGroup: ranking.byGroup
        case .localItems: local != nil
        case .organisations: subject == .organisation
        case .longCycle: period.months > 12
        case .reviewLevels: process.reviews.count > 1
        case .signature: process.reviews.contains(where: \.bySubject)
        case .publicity: process.publicityWorkingDays > 0
        case .proposals: !proposals.isEmpty
        case .ownSheets: !sheets.isEmpty
        default: nil
        }
    }
}

extension Item {
    fileprivate func uses(_ feature: SchemeFeature) -> Bool {
        switch (feature, value) {
        case (.fixed, .fixed(let value)): value != .zero
        case (.range, .range), (.unitRate, .rate), (.ladder, .ladder), (.levels, .levels), (.evaluation, .evaluation),
            (.undefined, .undefined):
            true
        case (.itemLimit, _): limits.contains { !$0.bounds.isEmpty }
        case (.timesLimit, _): limits.contains { $0.times != nil }
        case (.zeroing, _): if case .zero = effect { true } else { false }
        case (.veto, _): if case .veto = effect { true } else { false }
        case (.ratedGrade, _): effect == .grade
        case (.repair, _): if case .repair = follows?.way { true } else { false }
        case (.topUp, _): follows?.way == .add
        case (.multiplier, _): if case .multiply = follows?.way { true } else { false }
        case (.repetition, _): repetition != nil
        case (.validity, _): validity != nil
        case (.causedByOthers, _): cause != nil
        case (.automatic, _): !automatic.isEmpty
        case (.neverMadeUp, _):
            automatic.contains { if case .neverMadeUp = $0.when { true } else { false } }
        default: false
        }
    }
}
