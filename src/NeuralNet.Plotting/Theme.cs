namespace NeuralNet.Plotting;

/// <summary>The colours of a picture. The same colours of data, told apart by colour-blind readers too, on another ground.</summary>
public enum Theme
{
    /// <summary>Light or dark as the reader's system prefers; light where a program cannot say.</summary>
    Automatic,

    /// <summary>Dark on white.</summary>
    Light,

    /// <summary>Light on near black.</summary>
    Dark,
}
