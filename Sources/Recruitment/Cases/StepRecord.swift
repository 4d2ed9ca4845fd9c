import Procedures

/// What lies in the database about a step beside its day: what was stated, and what was looked up when it was recorded.
struct StepRecord: Codable, Equatable {
    let people: [Sponsor]?
    /// Hours on the ledger of training at the time.
    let credited: Int?
    /// Full members of the branch by the register on the day of a ballot.
    let registered: Int?
    let details: StepDetails

    /// - Parameter particulars: what the order says that the rules do not judge.
    init(_ step: CaseStep, particulars: Particulars? = nil) {
        var details = StepDetails(step.content)
        details.extra = step.extra
        if let particulars {
            (details.actor, details.place) = (particulars.actor, particulars.place)
            (details.chair, details.document) = (particulars.chair, particulars.document)
        }
        self.details = details
        if case .people(let people) = step.content { self.people = people } else { people = nil }
        if case .training(_, _, _, let hours) = step.content { credited = hours } else { credited = nil }
        registered = step.content.ballot?.registered
    }

    func content(_ shape: StepContent.Shape) throws -> StepContent {
        try details.content(shape, people: people, credited: credited, registered: registered)
    }

    // MARK: Codable

    private enum CodingKeys: CodingKey { case people, credited, registered, ballot }

    /// Steps recorded before have the figure inside their ballot.
    private struct EarlierBallot: Codable { let registered: Int? }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        people = try container.decodeIfPresent([Sponsor].self, forKey: .people)
        credited = try container.decodeIfPresent(Int.self, forKey: .credited)
        registered =
            try container.decodeIfPresent(Int.self, forKey: .registered)
            ?? container.decodeIfPresent(EarlierBallot.self, forKey: .ballot)?.registered
        details = try StepDetails(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        try details.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(people, forKey: .people)
        try container.encodeIfPresent(credited, forKey: .credited)
        try container.encodeIfPresent(registered, forKey: .registered)
    }
}
