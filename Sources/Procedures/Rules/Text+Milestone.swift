package import Kernel

extension Milestone {
    package var text: Text {
        switch self {
        case .guidance: Text(zh: "教育引导", en: "guidance")
        case .application: Text(zh: "递交入党申请书", en: "application")
        case .talk: Text(zh: "党组织派人谈话", en: "talk with the applicant")
        case .recommendation: Text(zh: "推荐入党积极分子", en: "recommendation")
        case .activistDecision: Text(zh: "确定入党积极分子", en: "decision on the activist")
        case .activistNotice: Text(zh: "入党积极分子公示", en: "notice of the activist")
        case .activistFiling: Text(zh: "入党积极分子备案", en: "filing of the activist")
        case .contacts: Text(zh: "指定培养联系人", en: "training contacts")
        case .activistReview: Text(zh: "入党积极分子考察", en: "review of the activist")
        case .thoughtReport: Text(zh: "思想汇报", en: "thought report")
        case .opinions: Text(zh: "听取意见", en: "opinions heard")
        case .targetDecision: Text(zh: "讨论确定发展对象", en: "decision on the development target")
        case .targetFiling: Text(zh: "发展对象报上级党委", en: "development target to the higher committee")
        case .targetNotice: Text(zh: "发展对象公示", en: "notice of the development target")
        case .targetListing: Text(zh: "列为发展对象", en: "listing as development target")
        case .introducers: Text(zh: "确定入党介绍人", en: "introducers")
        case .politicalReview: Text(zh: "政治审查", en: "political review")
        case .shortTraining: Text(zh: "短期集中培训", en: "short training")
        case .committeeReview: Text(zh: "支部委员会审查", en: "branch committee's examination")
        case .preReview: Text(zh: "上级党委预审", en: "pre-review")
        case .form: Text(zh: "填写入党志愿书", en: "application form")
        case .admissionNotice: Text(zh: "接收预备党员公示", en: "notice of the admission")
        case .branchMeeting: Text(zh: "支部大会讨论接收", en: "branch meeting on the admission")
        case .submission: Text(zh: "支部决议报上级党委", en: "resolution to the higher committee")
        case .approvalTalk: Text(zh: "审批前谈话", en: "talk before approval")
        case .approval: Text(zh: "上级党委审批", en: "approval")
        case .notification: Text(zh: "通知审批结果", en: "notification")
        case .filedAbove: Text(zh: "报上一级备案", en: "filing one level up")
        case .placement: Text(zh: "编入党支部和党小组", en: "placement in branch and group")
        case .oath: Text(zh: "入党宣誓", en: "oath")
        case .probationReview: Text(zh: "预备期考察", en: "review in probation")
        case .fullApplication: Text(zh: "提出转正申请", en: "application for full membership")
        case .fullOpinions: Text(zh: "转正征求意见", en: "opinions on full membership")
        case .fullCommitteeReview: Text(zh: "转正支委会审查", en: "branch committee on full membership")
        case .fullNotice: Text(zh: "转正公示", en: "notice of full membership")
        case .fullMeeting: Text(zh: "支部大会讨论转正", en: "branch meeting on full membership")
        case .fullSubmission: Text(zh: "转正决议报上级党委", en: "resolution on full membership")
        case .fullApproval: Text(zh: "转正审批", en: "approval of full membership")
        case .fullNotification: Text(zh: "通知转正结果", en: "notification of full membership")
        case .extra: Text(zh: "地方附加步骤", en: "local step")
        case .archive: Text(zh: "材料归档", en: "archive")
        }
    }
}

extension Milestone.Stage {
    package var text: Text {
        switch self {
        case .applicant: Text(zh: "申请入党", en: "application")
        case .activist: Text(zh: "入党积极分子", en: "activist")
        case .target: Text(zh: "发展对象", en: "development target")
        case .admission: Text(zh: "接收预备党员", en: "admission")
        case .probation: Text(zh: "预备党员考察和转正", en: "probation")
        }
    }
}

extension Resolution.Word {
    package var text: Text {
        switch self {
        case .admit: Text(zh: "同意接收", en: "admit")
        case .refuse: Text(zh: "不同意", en: "refuse")
        case .convert: Text(zh: "按期转正", en: "convert")
        case .extend: Text(zh: "延长预备期", en: "extend probation")
        case .cancel: Text(zh: "取消预备党员资格", en: "cancel")
        case .postpone: Text(zh: "推迟讨论", en: "postpone")
        }
    }
}

extension Approver {
    package var text: Text {
        switch self {
        case .primaryCommittee: Text(zh: "基层党委", en: "primary committee")
        case .workingCommittee: Text(zh: "党工委", en: "working committee")
        case .higherCommittee: Text(zh: "上级党委", en: "higher committee")
        case .generalBranch: Text(zh: "党总支", en: "general branch")
        case .villageCommittee: Text(zh: "村（社区）党委", en: "village or community committee")
        case .partyGroup: Text(zh: "党组", en: "Party group")
        case .temporary: Text(zh: "临时党组织", en: "temporary organisation")
        }
    }
}

extension Ballot.Excused {
    package var text: Text {
        switch self {
        case .illness: Text(zh: "患病不能表达意志", en: "cannot express a will because of illness")
        case .abroad: Text(zh: "自费出国半年以上", en: "abroad at own expense for half a year or more")
        case .sentence: Text(zh: "服刑", en: "serving a sentence")
        case .bedridden: Text(zh: "年老体弱卧床不起", en: "bedridden")
        case .notTransferred: Text(zh: "应转未转组织关系", en: "should have transferred and has not")
        }
    }
}

extension Rule.Kind {
    package var text: Text {
        switch self {
        case .gate: Text(zh: "必须", en: "gate")
        case .deadline: Text(zh: "时限", en: "deadline")
        case .warning: Text(zh: "一般", en: "warning")
        case .metric: Text(zh: "统计", en: "metric")
        }
    }
}

extension Deadline.Kind {
    package var text: Text {
        switch self {
        case .due: Text(zh: "应办", en: "due")
        case .blocked: Text(zh: "无合法日期", en: "no legal day left")
        }
    }
}

extension StepContent.Shape {
    /// What has to be given for it.
    package var text: Text {
        switch self {
        case .plain: Text(zh: "只要日期", en: "a day alone")
        case .people: Text(zh: "人员（people）", en: "people")
        case .notice: Text(zh: "公示截止日（through）和异议（objected）", en: "the last day (through) and objections (objected)")
        case .conclusion: Text(zh: "结论（passed）", en: "a conclusion (passed)")
        case .training: Text(zh: "培训天数或学时（days、hours）", en: "days or hours of training")
        case .resolution:
            Text(
                zh: "表决（ballot，含 secret、single）和决议（outcome，必要时 until）",
                en: "the ballot with secret and single, and the outcome, with until where it has one")
        case .decision: Text(zh: "决定（outcome）和审批机关（approver）", en: "the outcome and the approver")
        }
    }
}
