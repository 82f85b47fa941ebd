namespace NeuralNet;

/// <summary>Specifies the text that Fit writes during training.</summary>
public enum Verbosity
{
    /// <summary>
    /// A progress bar on an interactive terminal, only warnings when the output is redirected, and one line at the end of each epoch if Fit
    /// has a writer.
    /// </summary>
    Automatic,

    /// <summary>Nothing, not even warnings; callbacks with a verbosity of their own still write their messages.</summary>
    Silent,

    /// <summary>
    /// A progress bar for each epoch, as Keras draws it; without colours when the output is redirected or NO_COLOR is set.
    /// </summary>
    ProgressBar,

    /// <summary>One line at the end of each epoch.</summary>
    OneLinePerEpoch,
}
