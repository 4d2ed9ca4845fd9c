import Kernel
import Members
import Testing

@testable import Commands

/// People named in one word, as a list is dictated.
struct PeopleWordsTests {
    @Test func severalNumbersWereOneName() {
        func words(_ given: String...) -> [String] { given.map { Reference<Person>($0) }.separated.map(\.text) }
        #expect(words("3,4") == ["3", "4"])
        #expect(words("3，4、5", "张三; 李四") == ["3", "4", "5", "张三", "李四"])
        #expect(words("王芳") == ["王芳"] && words(",") == [])
    }
}
