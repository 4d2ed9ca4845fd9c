package import Kernel

extension AppError {
    /// - Parameter name: what the value is called.
    package static func tooLarge(_ name: String) -> AppError {
        AppError(
            .invalid, "number.too_large",
            Text(zh: "「\(name)」大到无法计算。", en: "“\(name)” comes to more than can be calculated."),
            hint: Text(zh: "请检查数量、分值和倍数。", en: "Check quantities, values and factors."))
    }
}
