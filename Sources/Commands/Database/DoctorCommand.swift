import ArgumentParser
import Composition
import Kernel
import Settings
import Wire

/// What is wrong with an installation, and what to do about it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: localized(zh: "检查运行中的系统，指出问题和办法", en: "Check an installation: what is wrong and what to do"),
        discussion: localized(
            zh: "退出状态：0 全部正常，1 有警告，2 有问题。不作任何改动。",
            en: "Exit status: 0 all well, 1 warnings, 2 problems. It changes nothing."))
    @OptionGroup var shape: Shape

    func run() async throws {
        let loaded = try shape.globals.load()
        let doctor = Doctor(
            try shape.globals.startup(), loaded, logger: Globals.logger(loaded.settings))
        let findings = await doctor.examine()
        try shape.show(Page(whole: findings))
        if findings.contains(where: { $0.state == .problem }) { throw ExitCode(2) }
        if findings.contains(where: { $0.state == .warning }) { throw ExitCode(1) }
    }
}
