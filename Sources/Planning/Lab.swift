package enum Lab {
    package static func bound(_ p: Problem, _ steps: Int) async -> (Int, Int) {
        var a = DualAscent(p.model, threads: 2)
        let r = await a.run(steps: steps, isOver: { false })
        return (r?.bound ?? -1, r?.steps ?? 0)
    }
}
