package import Access
package import Kernel
import Wire

extension Permission {
    package static let readTraining = Permission("training.read", zh: "查看培训", en: "read training")
    package static let writeTraining = Permission("training.write", zh: "维护培训", en: "change training")
    package static let markAttendance = Permission("training.mark_attendance", zh: "登记考勤", en: "mark attendance")
    package static let closeClass = Permission("training.close_class", zh: "结班", en: "close a class")
    package static let grantRelief = Permission(
        "training.grant_relief", zh: "批准延期或免训", en: "grant an extension or exemption")
    package static let confirmCredit = Permission(
        "training.confirm_credit", zh: "确认上级培训的学时", en: "confirm hours of training from above")
    package static let acceptPlan = Permission("training.accept_plan", zh: "采纳计划", en: "accept a plan")
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
            ImportSheet("marks", zh: "一个班的考勤", en: "Marks of a class", columns: TrainingService.markColumns),
        ])
}
