//! Canvas to file.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::canvas::Canvas;

impl Canvas {
    pub fn png(&self) -> Vec<u8> {
        self.file(ImageFormat::Png)
    }

    pub fn jpeg(&self, quality: u8) -> Vec<u8> {
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, quality)
            .encode_image(&self.rgb())
            .expect("pixels are always a JPEG");
        bytes
    }

    pub fn file(&self, format: ImageFormat) -> Vec<u8> {
        write(&DynamicImage::ImageRgb8(self.rgb()), format)
    }

    /// Opacity per pixel.
    pub fn png_with_opacity(&self, opacity: &[u8]) -> Vec<u8> {
        let mut image = RgbaImage::new(self.width as u32, self.height as u32);
        for ((pixel, colour), &opacity) in image.pixels_mut().zip(&self.pixels).zip(opacity) {
            let [red, green, blue] = colour.map(|part| part.round().clamp(0.0, 255.0) as u8);
            *pixel = Rgba([red, green, blue, opacity]);
        }
        write(&DynamicImage::ImageRgba8(image), ImageFormat::Png)
    }

    pub fn rgb(&self) -> RgbImage {
        let mut image = RgbImage::new(self.width as u32, self.height as u32);
        for (pixel, colour) in image.pixels_mut().zip(&self.pixels) {
            *pixel = Rgb(colour.map(|part| part.round().clamp(0.0, 255.0) as u8));
        }
        image
    }
}

pub fn write(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image
        .write_to(&mut bytes, format)
        .expect("pixels are always a picture file");
    bytes.into_inner()
}
