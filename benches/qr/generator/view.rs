//! A camera looking at a code on flat or bent paper.

/// Where the code is in front of the camera.
#[derive(Clone, Copy)]
pub struct View {
    /// Middle of the code in the picture, in pixels.
    pub middle: (f32, f32),
    /// Pixels per module in the middle of the code.
    pub module: f32,
    /// Turns about the line of sight, the vertical and the horizontal, in radians.
    pub roll: f32,
    pub yaw: f32,
    pub pitch: f32,
    /// Distance of the camera, in widths of the code: nearer is more perspective.
    pub distance: f32,
    /// Radius of the cylinder the paper lies on, in widths of the code; 0 for flat, negative for hollow.
    pub bend: f32,
}

impl View {
    /// The map from pixels to modules of a code. Rays that miss the paper come back as NaN.
    pub fn map(self, size: usize) -> impl Fn(f32, f32) -> (f32, f32) {
        let width = size as f32;
        let distance = self.distance * width;
        // Pixels per unit at distance 1, so that modules in the middle have their size.
        let focus = self.module * distance;
        let (sin_r, cos_r) = self.roll.sin_cos();
        let (sin_y, cos_y) = self.yaw.sin_cos();
        let (sin_p, cos_p) = self.pitch.sin_cos();
        // Columns of Rz * Ry * Rx: the paper's axes as the camera sees them.
        let right = [cos_r * cos_y, sin_r * cos_y, -sin_y];
        let down = [
            cos_r * sin_y * sin_p - sin_r * cos_p,
            sin_r * sin_y * sin_p + cos_r * cos_p,
            cos_y * sin_p,
        ];
        let away = [
            cos_r * sin_y * cos_p + sin_r * sin_p,
            sin_r * sin_y * cos_p - cos_r * sin_p,
            cos_y * cos_p,
        ];
        let dot = |a: [f32; 3], b: [f32; 3]| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        let radius = self.bend * width;
        move |x, y| {
            let ray = [
                (x - self.middle.0) / focus,
                (y - self.middle.1) / focus,
                1.0,
            ];
            let along = [dot(ray, right), dot(ray, down), dot(ray, away)];
            let from = [
                -distance * right[2],
                -distance * down[2],
                -distance * away[2],
            ];
            if radius == 0.0 {
                let far = -from[2] / along[2];
                return (
                    from[0] + far * along[0] + width / 2.0,
                    from[1] + far * along[1] + width / 2.0,
                );
            }
            // x^2 + (z - radius)^2 = radius^2
            let a = along[0] * along[0] + along[2] * along[2];
            let b = from[0] * along[0] + (from[2] - radius) * along[2];
            let c = from[0] * from[0] + (from[2] - radius).powi(2) - radius * radius;
            let root = (b * b - a * c).sqrt();
            let far = if radius > 0.0 {
                (-b - root) / a
            } else {
                (-b + root) / a
            };
            let arc = radius.abs() * ((from[0] + far * along[0]) / radius.abs()).asin();
            (arc + width / 2.0, from[1] + far * along[1] + width / 2.0)
        }
    }

    /// A square around the code, generously.
    pub fn area(&self, size: usize) -> (f32, f32, f32, f32) {
        let reach = self.module * (size as f32 + 10.0) * 1.1;
        (
            self.middle.0 - reach,
            self.middle.1 - reach,
            self.middle.0 + reach,
            self.middle.1 + reach,
        )
    }
}

impl Default for View {
    fn default() -> Self {
        Self {
            middle: (0.0, 0.0),
            module: 4.0,
            roll: 0.0,
            yaw: 0.0,
            pitch: 0.0,
            distance: 3.0,
            bend: 0.0,
        }
    }
}
