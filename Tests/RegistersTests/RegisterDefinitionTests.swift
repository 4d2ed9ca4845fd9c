import Civil
import Policy
import Registers
import Testing

struct RegisterDefinitionTests {
    @Test func alertsChangeOnTheirDays() throws {
        let register = try RegisterDefinition(PolicyLoader().load("policy/registers/terms.yaml"))
        let began = try #require(Day("2019-03-01"))
        let due = try #require(Day("2022-03-01"))
        func alert(_ day: String) throws -> RegisterDefinition.Alert {
            register.alert(began: began, asOf: try #require(Day(day)))
        }
        #expect(try alert("2021-08-31") == .none)
        #expect(try alert("2021-09-01") == .remind(until: due))
        #expect(try alert("2022-03-01") == .remind(until: due))
        #expect(try alert("2022-03-02") == .overdue(since: due))
    }
}
