import Kernel
import Points
import Testing
import Training
import Wire

/// Orders whose keys are not converted must have none that need it.
struct WireKeyedTests {
    @Test func theirMembersAreCalledInSwiftAsOnTheWire() {
        for schema in [WireDecoder.schema(of: PostsOrder.self), WireDecoder.schema(of: MarksOrder.self)] {
            for object in schema.objects {
                #expect(object.members.allSatisfy { !$0.name.contains("_") }, "\(object.name)")
            }
        }
    }
}
