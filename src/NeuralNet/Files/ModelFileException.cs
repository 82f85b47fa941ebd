namespace NeuralNet;

/// <summary>
/// The exception that is thrown when a file is damaged, malicious, of another format or version, or of another model. The message describes
/// the error and its location in the file. Nothing was changed. A file that cannot be opened at all (absent, no permission) is reported by
/// the system's own exceptions instead.
/// </summary>
public sealed class ModelFileException : FormatException
{
    /// <summary>Creates the exception.</summary>
    public ModelFileException()
        : base("The file cannot be read as a model.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The error and its location.</param>
    public ModelFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The error and its location.</param>
    /// <param name="innerException">The cause of the error.</param>
    public ModelFileException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
