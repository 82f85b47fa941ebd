namespace NeuralNet;

/// <summary>
/// The method by which a resized image is computed from the pixels of an image. Pixels lie at the centres of their cells: pixel i of n is
/// at (i + ½)/n of the extent. Keras: backend/tensorflow/image.py.
/// </summary>
public enum Interpolation
{
    /// <summary>The value of the nearest pixel.</summary>
    Nearest,

    /// <summary>A weighted mean of the two nearest pixels along each axis.</summary>
    Bilinear,

    /// <summary>A cubic function of four pixels along each axis, with a = −½ (Keys, 1981).</summary>
    Bicubic,

    /// <summary>A windowed sine of six pixels along each axis (Lanczos).</summary>
    Lanczos3,

    /// <summary>A windowed sine of ten pixels along each axis (Lanczos).</summary>
    Lanczos5,

    /// <summary>The mean of the area that a pixel of the output covers.</summary>
    Area,
}
