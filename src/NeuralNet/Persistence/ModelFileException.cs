namespace NeuralNet;

/// <summary>
/// A file that was read is not what it should be: damaged, of another format or version, made to harm, or of another model. The
/// message says what is wrong and where in the file. Nothing was changed. A file that cannot be opened at all (absent, no
/// permission) is reported by the system's own exceptions instead.
/// </summary>
public sealed class ModelFileException : FormatException
{
    /// <summary>Creates the exception.</summary>
    public ModelFileException()
        : base("The file cannot be read as a model.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and where.</param>
    public ModelFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and where.</param>
    /// <param name="innerException">What led to it.</param>
    public ModelFileException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
