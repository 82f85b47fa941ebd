namespace NeuralNet;

public partial class Model
{
    private IReadOnlyList<string>? labels, featureNames;

    /// <summary>
    /// The names of the classes that the outputs stand for, kept with the model in its file; null if not set. One for each place of an
    /// output's last axis, outputs one behind the other; a model of a single value, which tells two classes apart, may have two.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// A name is null or given twice for an output, or there are more or fewer than the outputs have.
    /// </exception>
    public IReadOnlyList<string>? Labels
    {
        get => labels;
        set => labels = PlaceNames.OfDistinctClasses(Graph, value, nameof(Labels));
    }

    /// <summary>
    /// The names of the columns of x, kept with the model in its file; null if not set. One for each value of a row, or for each place
    /// of an input's last axis; inputs one behind the other.
    /// </summary>
    /// <exception cref="ArgumentException">A name is null, or there are more or fewer than the inputs have.</exception>
    public IReadOnlyList<string>? FeatureNames
    {
        get => featureNames;
        set => featureNames = PlaceNames.OfFeatures(Graph, value, nameof(FeatureNames));
    }

    /// <summary>
    /// Writes the model to one file in the safetensors format, which other tools can read too: the parameters by their names
    /// (<c>dense/kernel</c>), the architecture in Keras's configuration schema, the seed, the labels and feature names and, if the
    /// model is compiled, what it is trained with and what the optimizer remembers, so that a Fit after Load goes on with the same
    /// bits as one without. Preprocessing is part of the model if it is done by layers.
    /// A file of that name is replaced at once when the new one is complete: a crash leaves the old one or the new one.
    /// </summary>
    /// <param name="path">The file, such as <c>model.safetensors</c>.</param>
    /// <exception cref="ArgumentException">The path is empty, or two layers have one name.</exception>
    /// <exception cref="NotSupportedException">
    /// A class of the program's own has a constructor with parameters and does not override WriteTo, so the file would not hold its
    /// settings.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written; an older one of that name is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written to.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SavedModel content = Content();
        AtomicFile.Write(path, stream => ModelFileWriter.Write(stream, content));
    }

    /// <summary>Writes the model to a stream, as <see cref="Save(string)"/> does to a file.</summary>
    /// <exception cref="ArgumentException">Two layers have one name.</exception>
    /// <exception cref="NotSupportedException">
    /// A class of the program's own has a constructor with parameters and does not override WriteTo, so the file would not hold its
    /// settings.
    /// </exception>
    /// <exception cref="IOException">The stream cannot be written to.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelFileWriter.Write(stream, Content());
    }

    /// <summary>
    /// Reads a model that <see cref="Save(string)"/> wrote; a Sequential comes back as a <see cref="Sequential"/>. The file need not
    /// be trusted: it holds no code, and nothing in it makes the library take more memory than its length justifies. Weights that
    /// are NaN or infinite are read as they are. A checksum finds damage; a program that edits the weights takes the text
    /// <c>checksum</c> out of the file's metadata.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="customObjects">How to make the program's own layers, losses and so on, if the model has any.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ModelFileException">The file is not a model that this version of the library can read.</exception>
    /// <exception cref="IOException">The file cannot be opened, or it is longer than the system can map into memory.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Model Load(string path, CustomObjects? customObjects = null)
    {
        using Safetensors file = Safetensors.Open(path);
        return Load(file, customObjects);
    }

    /// <summary>Reads a model from a stream, from its position to its end (at most 2 GB), into memory.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="customObjects">How to make the program's own layers, losses and so on, if the model has any.</param>
    /// <exception cref="ModelFileException">
    /// The stream is not a model that this version of the library can read, or longer than 2 GB.
    /// </exception>
    public static Model Load(Stream stream, CustomObjects? customObjects = null)
    {
        using Safetensors file = Safetensors.Open(stream);
        return Load(file, customObjects);
    }

    /// <summary>Writes the parameters alone, by their names, to a safetensors file, as <see cref="Save(string)"/> does.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The path is empty, or two layers have one name.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one of that name is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written to.</exception>
    public void SaveWeights(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, SaveWeights);
    }

    /// <summary>Writes the parameters alone to a stream.</summary>
    /// <exception cref="ArgumentException">Two layers have one name.</exception>
    /// <exception cref="IOException">The stream cannot be written to.</exception>
    public void SaveWeights(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelFileWriter.WriteWeights(stream, Graph);
    }

    /// <summary>
    /// Gives the parameters the values of the tensors of their names in a safetensors file: of this library (weights or whole
    /// models) or of others. If anything is wrong, the model is as it was before.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="strict">
    /// Whether every parameter must find a tensor of its shape and every tensor a parameter, true by default; if false, what
    /// matches is loaded, and the report tells the rest.
    /// </param>
    /// <param name="mapping">Which tensor is for which parameter, where the names differ; PyTorch's kernels are transposed by it.</param>
    /// <returns>What matched.</returns>
    /// <exception cref="ModelFileException">The file is damaged, or strictness is asked for and not everything matches.</exception>
    /// <exception cref="ArgumentException">The path is empty, or the mapping names a parameter or layer that the model has not.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public WeightsReport LoadWeights(string path, bool strict = true, WeightMapping? mapping = null)
    {
        using Safetensors file = Safetensors.Open(path);
        return WeightsFileReader.Load(file, Graph, strict, mapping);
    }

    /// <summary>Gives the parameters the values of the tensors of their names in a stream.</summary>
    /// <inheritdoc cref="LoadWeights(string, bool, WeightMapping?)"/>
    public WeightsReport LoadWeights(Stream stream, bool strict = true, WeightMapping? mapping = null)
    {
        using Safetensors file = Safetensors.Open(stream);
        return WeightsFileReader.Load(file, Graph, strict, mapping);
    }

    private SavedModel Content() => new()
    {
        Graph = Graph,
        Name = Name,
        IsSequential = this is Sequential,
        Seed = Seed,
        Settings = settings,
        OptimizerState = optimizerState,
        Labels = Labels,
        FeatureNames = FeatureNames,
    };

    private static Model Load(Safetensors file, CustomObjects? customObjects)
    {
        SavedModel content = ModelFileReader.Read(file, customObjects?.Factories);
        Model model = content.IsSequential
            ? new Sequential(content.Graph, content.Seed, content.Name)
            : new Model(content.Graph, content.Seed, content.Name);
        (model.settings, model.optimizerState) = (content.Settings, content.OptimizerState);
        (model.labels, model.featureNames) = (content.Labels, content.FeatureNames);
        return model;
    }
}
