//! Typed positions, so that a flight's number cannot be used as a volume's.

macro_rules! position {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The position as an index into a slice.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The position of the `index`-th element.
            ///
            /// # Panics
            /// When `index` does not fit in 32 bits, which the limits of a scenario rule out.
            pub fn at(index: usize) -> Self {
                Self(u32::try_from(index).expect("scenario limits keep positions within 32 bits"))
            }
        }
    };
}

position! {
    /// A flight's position in the scenario, from 0.
    FlightId
}
position! {
    /// A traffic volume's position in the scenario, from 0.
    VolumeId
}
position! {
    /// A flow's position in the scenario, from 0.
    FlowId
}
position! {
    /// A contract's position in the scenario, from 0.
    ContractId
}
