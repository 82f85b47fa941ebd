namespace NeuralNet;

/// <summary>What Fit writes while it works.</summary>
public enum Verbosity
{
    /// <summary>A progress bar on an interactive terminal, silence when the output is redirected.</summary>
    Automatic,

    /// <summary>Nothing.</summary>
    Silent,

    /// <summary>A progress bar for each epoch, as Keras draws it; without colours when the output is redirected or NO_COLOR is set.</summary>
    ProgressBar,

    /// <summary>One line at the end of each epoch.</summary>
    OneLinePerEpoch,
}
