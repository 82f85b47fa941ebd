namespace NeuralNet.Images;

/// <summary>The formats of files that <see cref="Picture.Save(Tensor, Stream, PictureFormat, int)"/> writes.</summary>
public enum PictureFormat
{
    /// <summary>PNG: without loss, with or without transparency.</summary>
    Png,

    /// <summary>JPEG: small, with loss, without transparency.</summary>
    Jpeg,

    /// <summary>BMP: without loss and without compression.</summary>
    Bmp,
}
