//! Where in a picture something is: the corners of codes, and rectangles around them.

/// Corners: top left, top right, bottom right and bottom left of a code as it is meant to be seen.
pub type Corners = [(f32, f32); 4];

/// The middle of the corners.
pub fn middle(corners: &Corners) -> (f32, f32) {
    let sum = corners.iter().fold((0.0, 0.0), |sum, corner| {
        (sum.0 + corner.0, sum.1 + corner.1)
    });
    (sum.0 / 4.0, sum.1 / 4.0)
}

/// Whether a point lies between the corners.
pub fn is_inside(corners: &Corners, (x, y): (f32, f32)) -> bool {
    let sides = [0, 1, 2, 3].map(|at| {
        let (from, to) = (corners[at], corners[(at + 1) % 4]);
        (to.0 - from.0) * (y - from.1) - (to.1 - from.1) * (x - from.0)
    });
    sides.iter().all(|&side| side >= 0.0) || sides.iter().all(|&side| side <= 0.0)
}

/// Whether the middle of either lies in the other.
pub fn overlap(one: &Corners, other: &Corners) -> bool {
    is_inside(one, middle(other)) || is_inside(other, middle(one))
}

/// An upright rectangle, in pixels of the picture.
#[derive(Debug, Clone, Copy)]
pub struct Area {
    /// First column.
    pub left: f32,
    /// First row.
    pub top: f32,
    /// One past the last column.
    pub right: f32,
    /// One past the last row.
    pub bottom: f32,
}

impl Area {
    /// Around the corners, and half as far again beyond them.
    pub fn around(corners: &Corners) -> Self {
        let (columns, rows) = (
            corners.map(|corner| corner.0),
            corners.map(|corner| corner.1),
        );
        let least = |values: [f32; 4]| values.into_iter().fold(f32::MAX, f32::min);
        let most = |values: [f32; 4]| values.into_iter().fold(f32::MIN, f32::max);
        let bounds = (least(columns), least(rows), most(columns), most(rows));
        let beyond = 0.5 * (bounds.2 - bounds.0).max(bounds.3 - bounds.1);
        Self {
            left: bounds.0 - beyond,
            top: bounds.1 - beyond,
            right: bounds.2 + beyond,
            bottom: bounds.3 + beyond,
        }
    }

    /// Both, and what is between them.
    pub fn joined(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Whether they have pixels in common.
    pub fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// In pixels of the picture.
    pub fn size(&self) -> f32 {
        (self.right - self.left) * (self.bottom - self.top)
    }
}
