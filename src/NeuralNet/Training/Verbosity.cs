namespace NeuralNet;

/// <summary>What Fit writes while it works.</summary>
public enum Verbosity
{
    /// <summary>
    /// A progress bar on an interactive terminal, nothing but warnings when the output is redirected; one line at the end of each epoch
    /// where Fit was given a writer.
    /// </summary>
    Automatic,

    /// <summary>Nothing, warnings included; callbacks that were made to tell what they do still tell it.</summary>
    Silent,

    /// <summary>
    /// A progress bar for each epoch, as Keras draws it; without colours when the output is redirected or NO_COLOR is set.
    /// </summary>
    ProgressBar,

    /// <summary>One line at the end of each epoch.</summary>
    OneLinePerEpoch,
}
