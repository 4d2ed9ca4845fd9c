import Kernel

/// What can happen in a recruitment case. Charts cut the same events into 25, 27 or 29 steps; rules speak of these.
package enum Milestone: String, Choice {
    case guidance
    case application
    case talk
    case recommendation
    case activistDecision = "activist_decision"
    case activistNotice = "activist_notice"
    case activistFiling = "activist_filing"
    case contacts
    case activistReview = "activist_review"
    case thoughtReport = "thought_report"
    case opinions
    case targetDecision = "target_decision"
    case targetFiling = "target_filing"
    case targetNotice = "target_notice"
    case targetListing = "target_listing"
    case introducers
    case politicalReview = "political_review"
    case shortTraining = "short_training"
    case committeeReview = "committee_review"
    case preReview = "pre_review"
    case form
    case admissionNotice = "admission_notice"
    case branchMeeting = "branch_meeting"
    case submission
    case approvalTalk = "approval_talk"
    case approval
    case notification
    case filedAbove = "filed_above"
    case placement
    case oath
    case probationReview = "probation_review"
    case fullApplication = "full_application"
    case fullOpinions = "full_opinions"
    case fullCommitteeReview = "full_committee_review"
    case fullNotice = "full_notice"
    case fullMeeting = "full_meeting"
    case fullSubmission = "full_submission"
    case fullApproval = "full_approval"
    case fullNotification = "full_notification"
    case archive
    /// A step that a locality adds; which one is stored beside it.
    case extra

    /// The five stages of the national chart.
    package enum Stage: String, Choice, Comparable {
        case applicant, activist, target, admission, probation

        /// From 1 to 5, as the database keeps it.
        package var number: Int {
            switch self {
            case .applicant: 1
            case .activist: 2
            case .target: 3
            case .admission: 4
            case .probation: 5
            }
        }

        package init?(number: Int) {
            guard let stage = Self.allCases.first(where: { $0.number == number }) else { return nil }
            self = stage
        }

        package static func < (left: Stage, right: Stage) -> Bool { left.number < right.number }
    }

    /// The stage in which it happens.
    package var stage: Stage {
        switch self {
        case .guidance, .application, .talk: .applicant
        case .recommendation, .activistDecision, .activistNotice, .activistFiling, .contacts, .activistReview,
            .thoughtReport:
            .activist
        case .opinions, .targetDecision, .targetFiling, .targetNotice, .targetListing, .introducers, .politicalReview,
            .shortTraining:
            .target
        case .committeeReview, .preReview, .form, .admissionNotice, .branchMeeting, .submission, .approvalTalk,
            .approval, .notification, .filedAbove:
            .admission
        default: .probation
        }
    }

    /// Happens again and again: each counts.
    package var repeats: Bool {
        switch self {
        case .activistReview, .thoughtReport, .probationReview, .extra: true
        default: false
        }
    }

    /// Made again when people change, without taking back what rested on the one before.
    package var isReplaceable: Bool { self == .contacts }

    /// What can come of it, where something is resolved or decided.
    package var outcomes: Set<Resolution.Word> {
        switch self {
        case .branchMeeting, .approval: [.admit, .refuse]
        case .fullMeeting: [.convert, .extend, .cancel, .postpone, .refuse]
        case .fullApproval: [.convert, .extend, .cancel, .refuse]
        default: []
        }
    }

    /// What is recorded about it beside its day.
    package var shape: StepContent.Shape {
        switch self {
        case .contacts, .introducers: .people
        case .activistNotice, .targetNotice, .admissionNotice, .fullNotice: .notice
        case .politicalReview, .preReview, .committeeReview, .fullCommitteeReview, .targetFiling: .conclusion
        case .shortTraining: .training
        case .branchMeeting, .fullMeeting: .resolution
        case .approval, .fullApproval: .decision
        default: .plain
        }
    }
}
