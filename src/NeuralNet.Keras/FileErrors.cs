namespace NeuralNet.Keras;

/// <summary>Converts exceptions about the content of a file to a <see cref="ModelFileException"/> with the name of the file.</summary>
internal static class FileErrors
{
    public static T Named<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (
            exception is FormatException or ArgumentException or OverflowException or InvalidOperationException or InvalidDataException
                or IOException or NotSupportedException)
        {
            throw new ModelFileException($"'{path}' cannot be read: {exception.Message.TrimEnd('.')}.", exception);
        }
    }
}
