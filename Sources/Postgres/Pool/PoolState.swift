/// The decisions of the pool as a value, without connections, clocks or waiting: callers are numbered tickets.
struct PoolState<Item> {
    enum Decision {
        case lease(Item)
        case open
        case wait
        case refuse
    }

    let maximum: Int
    private(set) var idle: [Item] = []
    /// Connections open or being opened, including leased ones.
    private(set) var total = 0
    private(set) var waiting: [Int] = []
    private(set) var closed = false

    init(maximum: Int) { self.maximum = maximum }

    /// A caller requests a connection: the most recently used one first, then a new one, then the queue.
    mutating func ask() -> Decision {
        if closed { return .refuse }
        if let item = idle.popLast() { return .lease(item) }
        if total < maximum {
            total += 1
            return .open
        }
        return .wait
    }

    mutating func enqueue(_ ticket: Int) { waiting.append(ticket) }

    mutating func forget(_ ticket: Int) { waiting.removeAll { $0 == ticket } }

    /// A usable connection is returned. It goes to the ticket, if any; otherwise it becomes idle.
    mutating func giveBack(_ item: Item) -> Int? {
        if closed {
            total -= 1
            return nil
        }
        if waiting.isEmpty {
            idle.append(item)
            return nil
        }
        return waiting.removeFirst()
    }

    /// A connection was lost or could not be opened: the first waiting caller may try to open one.
    mutating func lose() -> Int? {
        total -= 1
        return next()
    }

    /// The first waiting caller, who leaves the queue and may request again.
    mutating func next() -> Int? { waiting.isEmpty ? nil : waiting.removeFirst() }

    /// Refuses from now on; the idle connections and the waiting callers are released.
    mutating func close() -> (items: [Item], tickets: [Int]) {
        closed = true
        defer {
            total -= idle.count
            idle = []
            waiting = []
        }
        return (idle, waiting)
    }
}
