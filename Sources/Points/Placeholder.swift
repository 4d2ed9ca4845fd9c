enum PointsPlaceholder {}
