enum RegistersPlaceholder {}
