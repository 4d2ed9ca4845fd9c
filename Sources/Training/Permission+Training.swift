package import Access
package import Kernel
import Wire

extension Permission {
    package static let readTraining = Permission("training.read", zh: "查看培训", en: "read training")
    package static let writeTraining = Permission("training.write", zh: "维护培训", en: "change training")
    package static let markAttendance = Permission(
        "training.mark_attendance", zh: "登记考勤和成绩", en: "enter attendance and results")
    package static let closeClass = Permission("training.close_class", zh: "结班", en: "close a class")
    package static let grantRelief = Permission(
        "training.grant_relief", zh: "批准延期或免训", en: "grant an extension or exemption")
    package static let confirmCredit = Permission(
        "training.confirm_credit", zh: "确认上级培训的学时", en: "confirm hours of training from above")
    package static let acceptPlan = Permission("training.accept_plan", zh: "采纳计划", en: "accept a plan")
}

extension SensitiveRead {
    package static let classPaper = SensitiveRead.printed("class")
    package static let overdue = SensitiveRead.export(of: "overdue")
    package static let waitingCredits = SensitiveRead.export(of: "credits.waiting")
    package static let roster = SensitiveRead.export(of: "class.roster")
    package static let results = SensitiveRead.export(of: "class.results")
    package static let marks = SensitiveRead.export(of: "class.marks")
    package static let seats = SensitiveRead.export(of: "plan.seats")
    package static let trainees = SensitiveRead.export(of: "trainees")
    package static let absences = SensitiveRead.export(of: "absences")
    package static let categories = SensitiveRead.export(of: "categories")
}

extension Feature {
    package static let training = Feature(
        permissions: [
            .readTraining, .writeTraining, .markAttendance, .closeClass, .grantRelief, .confirmCredit, .acceptPlan,
        ],
        constraints: .training,
        imports: [
            ImportSheet(
                "training", zh: "以前或在别处完成的培训", en: "Training completed elsewhere or before",
                columns: TrainingService.pastColumns),
            ImportSheet(
                "categories", zh: "人员类别", en: "Who belongs to which category",
                columns: TrainingService.categoryColumns),
            ImportSheet("marks", zh: "一个班的考勤", en: "Marks of a class", columns: TrainingService.markColumns),
            ImportSheet("results", zh: "一个班的考核成绩", en: "Results of a class", columns: TrainingService.resultColumns),
            ImportSheet(
                "sign-in", zh: "一个半天的签到名单", en: "Who was at a half-day", columns: TrainingService.signInColumns),
        ])
}
