namespace NeuralNet.Images;

/// <summary>The channels of a picture as a tensor. Keras: <c>color_mode</c> of utils/image_utils.py.</summary>
public enum ColorMode
{
    /// <summary>Three channels: red, green and blue. A grayscale picture has three equal ones; transparency is dropped.</summary>
    RGB,

    /// <summary>
    /// One channel: the luma of ITU-R 601-2, 0.299·red + 0.587·green + 0.114·blue, rounded to a whole number as in Pillow. Transparency is
    /// dropped.
    /// </summary>
    Grayscale,

    /// <summary>Four channels: red, green, blue and alpha, which is 255 in a picture without transparency.</summary>
    RGBA,
}
