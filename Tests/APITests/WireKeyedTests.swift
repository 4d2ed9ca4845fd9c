import Kernel
import Points
import Testing
import Training
import Wire

/// Orders whose keys are not converted must read every name as the document writes it.
struct WireKeyedTests {
    @Test func everyMemberIsReadByItsNameOnTheWire() throws {
        let marks = try WireDecoder.decode(
            MarksOrder.self,
            from: Array(
                #"{"marks":[{"person":"a","mark":"on_leave","approver":"b","made_up_in":"2"}],"others":"late"}"#.utf8))
        #expect(marks.marks.first?.madeUpIn == "2" && marks.marks.first?.approver == "b" && marks.others == .late)
        #expect(WireDecoder.schema(of: MarkEntry.self).members.map(\.name).contains("made_up_in"))
    }

    @Test func membersThatNeedConversionHaveKeysOfTheirOwn() throws {
        // Names of one word are the same in Swift and on the wire; those of several words need `CodingKeys`.
        for object in WireDecoder.schema(of: PostsOrder.self).objects {
            #expect(object.members.allSatisfy { !$0.name.contains("_") }, "\(object.name)")
        }
    }
}
