namespace NeuralNet;

public partial class Model
{
    /// <summary>
    /// Writes the model to one file in the safetensors format, which other tools can read too: the parameters by their names
    /// (<c>dense/kernel</c>), the architecture in Keras's configuration schema, the seed. A file of that name is replaced at once
    /// when the new one is complete, so that a crash leaves the old one or the new one.
    /// </summary>
    /// <param name="path">The file, such as <c>model.safetensors</c>.</param>
    /// <exception cref="IOException">The file cannot be written; an older one of that name is as it was.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SavedModel content = Content();
        AtomicFile.Write(path, stream => ModelFileWriter.Write(stream, content));
    }

    /// <summary>Writes the model to a stream, as <see cref="Save(string)"/> does to a file.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelFileWriter.Write(stream, Content());
    }

    /// <summary>Reads a model that <see cref="Save(string)"/> wrote; a Sequential comes back as a <see cref="Sequential"/>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFileException">The file is not a model that this version of the library can read.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static Model Load(string path)
    {
        using Safetensors file = Safetensors.Open(path);
        return From(ModelFileReader.Read(file));
    }

    /// <summary>Reads a model from a stream, from its position to its end.</summary>
    /// <inheritdoc cref="Load(string)"/>
    public static Model Load(Stream stream)
    {
        using Safetensors file = Safetensors.Open(stream);
        return From(ModelFileReader.Read(file));
    }

    private SavedModel Content() => new()
    {
        Graph = Graph,
        Name = Name,
        IsSequential = this is Sequential,
        Seed = Seed,
    };

    private static Model From(SavedModel content) => content.IsSequential
        ? new Sequential(content.Graph, content.Seed, content.Name)
        : new Model(content.Graph, content.Seed, content.Name);
}
