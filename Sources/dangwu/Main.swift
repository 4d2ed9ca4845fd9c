import Program

/// The executable: everything else is in libraries that a test can import.
@main
struct Main {
    static func main() async {
        await DangwuCommand.run(arguments: Array(CommandLine.arguments.dropFirst()))
    }
}
