namespace NeuralNet;

public partial class Model
{
    private IReadOnlyList<string>? labels, featureNames;

    /// <summary>
    /// The names of the classes of the outputs, which are saved with the model; null if not set. There is one name for each index of the
    /// last axis of each output, in the order of the outputs; a model with a single output value, which separates two classes, may have
    /// two.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// A name is null or occurs twice for an output, or the number of names does not match the outputs.
    /// </exception>
    public IReadOnlyList<string>? Labels
    {
        get => labels;
        set => labels = PlaceNames.OfDistinctClasses(Graph, value, nameof(Labels));
    }

    /// <summary>
    /// The names of the columns of x, which are saved with the model; null if neither set nor given by <see cref="Encoders"/>. There is one
    /// name for each value of a row, or for each index of the last axis of each input, in the order of the inputs.
    /// </summary>
    /// <exception cref="ArgumentException">A name is null, or the number of names does not match the inputs.</exception>
    public IReadOnlyList<string>? FeatureNames
    {
        get => featureNames ?? EncoderList.FeatureNames(encoders);
        set => featureNames = PlaceNames.OfFeatures(Graph, value, nameof(FeatureNames));
    }

    /// <summary>
    /// Saves the model to a single file in the safetensors format, which other tools can read too: the parameters by their names
    /// (<c>dense/kernel</c>), the architecture in Keras's configuration schema, the seed, the labels, feature names and encoders and, if
    /// the model
    /// is compiled, the settings of Compile and the state of the optimizer, so that a Fit after Load continues with exactly the same
    /// results.
    /// Preprocessing that is done by layers is part of the model. An existing file is replaced atomically once the new file is complete: a
    /// crash leaves either the old or the new file.
    /// </summary>
    /// <param name="path">The file, such as <c>model.safetensors</c>.</param>
    /// <exception cref="ArgumentException">The path is empty, or two layers have one name.</exception>
    /// <exception cref="NotSupportedException">
    /// A custom class has a constructor with parameters and does not override WriteTo, so the file would not contain its settings.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written; an existing file is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written to.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SavedModel content = Content();
        AtomicFile.Write(path, stream => ModelFileWriter.Write(stream, content));
    }

    /// <summary>Saves the model to a stream, in the format of <see cref="Save(string)"/>.</summary>
    /// <exception cref="ArgumentException">Two layers have one name.</exception>
    /// <exception cref="NotSupportedException">
    /// A custom class has a constructor with parameters and does not override WriteTo, so the file would not contain its settings.
    /// </exception>
    /// <exception cref="IOException">The stream cannot be written to.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelFileWriter.Write(stream, Content());
    }

    /// <summary>
    /// Loads a model that <see cref="Save(string)"/> wrote; a <see cref="Sequential"/> is loaded as a <see cref="Sequential"/>. The file
    /// need not be trusted: it contains no code, and memory is allocated only in proportion to its length. Weights that are NaN or infinite
    /// are loaded unchanged. A checksum detects damage; a program that edits the weights removes the entry <c>checksum</c> from the
    /// metadata of the file.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="customObjects">The functions that create custom layers, losses and other objects, if the model has any.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ModelFileException">The file is not a model that this version of the library can read.</exception>
    /// <exception cref="IOException">The file cannot be opened, or it is longer than the system can map into memory.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Model Load(string path, CustomObjects? customObjects = null)
    {
        using Safetensors file = Safetensors.Open(path);
        return Load(file, customObjects);
    }

    /// <summary>Loads a model from a stream, which is read from its position to its end (at most 2 GB).</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="customObjects">The functions that create custom layers, losses and other objects, if the model has any.</param>
    /// <exception cref="ModelFileException">
    /// The stream is not a model that this version of the library can read, or longer than 2 GB.
    /// </exception>
    public static Model Load(Stream stream, CustomObjects? customObjects = null)
    {
        using Safetensors file = Safetensors.Open(stream);
        return Load(file, customObjects);
    }

    /// <summary>
    /// Saves the parameters only, by their names, to a safetensors file, which is replaced as <see cref="Save(string)"/> does.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The path is empty, or two layers have one name.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing file is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written to.</exception>
    public void SaveWeights(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, SaveWeights);
    }

    /// <summary>Saves the parameters only to a stream.</summary>
    /// <exception cref="ArgumentException">Two layers have one name.</exception>
    /// <exception cref="IOException">The stream cannot be written to.</exception>
    public void SaveWeights(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelFileWriter.WriteWeights(stream, Graph);
    }

    /// <summary>
    /// Loads the parameters from the tensors of the same names in a safetensors file, written by this library (weights or whole models) or
    /// by another program, or in a <c>.pt</c> or <c>.pth</c> file that PyTorch 1.6 or later wrote by
    /// <c>torch.save(model.state_dict(), path)</c>. The content determines the format. If the file does not fit, the model is unchanged.
    /// </summary>
    /// <remarks>
    /// A file of PyTorch need not be trusted: its pickle is read as data, and a file with any other operation or object is refused. Of a
    /// checkpoint such as {"state_dict": …, "epoch": 3}, the only dict with tensors is taken, with its own keys as names; if it has
    /// several, names begin with the keys of the dicts, such as <c>generator.0.weight</c>. The state of an optimizer is skipped.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="strict">
    /// Whether each parameter must match a tensor of its shape and each tensor a parameter; true by default. If false, the matching
    /// parameters are loaded, and the report lists the others.
    /// </param>
    /// <param name="mapping">The mapping from parameters to tensors, where their names differ; it can transpose PyTorch's kernels.</param>
    /// <returns>A report of the parameters and tensors that matched and those that did not.</returns>
    /// <exception cref="ModelFileException">
    /// The file is damaged, or <paramref name="strict"/> is true and not everything matches.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The path is empty, or the mapping names a parameter or layer that the model does not have.
    /// </exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public WeightsReport LoadWeights(string path, bool strict = true, WeightMapping? mapping = null)
    {
        using ITensorFile file = TensorFile.Open(path);
        return WeightsFileReader.Load(file, Graph, strict, mapping);
    }

    /// <summary>Loads the parameters from the tensors of the same names in a stream.</summary>
    /// <inheritdoc cref="LoadWeights(string, bool, WeightMapping?)"/>
    public WeightsReport LoadWeights(Stream stream, bool strict = true, WeightMapping? mapping = null)
    {
        using ITensorFile file = TensorFile.Open(stream);
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
        Labels = labels,
        FeatureNames = featureNames,
        Encoders = encoders,
    };

    /// <summary>
    /// Returns the layers and, if the model is compiled, the settings of Compile as JSON in Keras's configuration schema, without the
    /// weights (Keras: <c>model.to_json</c>). The seed, the labels and the encoders are not part of this schema.
    /// </summary>
    /// <exception cref="ArgumentException">Two layers have one name.</exception>
    /// <exception cref="NotSupportedException">
    /// A custom class has a constructor with parameters and does not override WriteTo, so the text would not contain its settings.
    /// </exception>
    public string ToJson() => ModelJson.Write(Content());

    /// <summary>
    /// Creates a model with new weights from JSON in Keras's configuration schema, written by <see cref="ToJson"/> or by Keras 3 (Keras:
    /// <c>model_from_json</c>). A description with settings of Compile gives a compiled model. A list <c>encoders</c> beside the layers, as
    /// in the files of <see cref="Save(string)"/>, gives the model its encoders.
    /// </summary>
    /// <param name="json">The JSON.</param>
    /// <param name="customObjects">The functions that create custom layers, losses and other objects, if the model has any.</param>
    /// <param name="maxParameterCount">
    /// The maximum number of values of all parameters together, for JSON that is not trusted: a short text can describe a layer of any
    /// size. No limit by default.
    /// </param>
    /// <exception cref="ModelFileException">
    /// The text is not the description of a model that this version of the library can read, or the model is larger than allowed.
    /// </exception>
    public static Model FromJson(string json, CustomObjects? customObjects = null, long maxParameterCount = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(json);
        return From(ModelJson.Read(json, customObjects?.Factories, maxParameterCount));
    }

    private static Model Load(Safetensors file, CustomObjects? customObjects) =>
        From(ModelFileReader.Read(file, customObjects?.Factories));

    private static Model From(SavedModel content)
    {
        Model model = content.IsSequential
            ? new Sequential(content.Graph, content.Seed, content.Name)
            : new Model(content.Graph, content.Seed, content.Name);
        (model.settings, model.optimizerState) = (content.Settings, content.OptimizerState);
        (model.labels, model.featureNames, model.encoders) = (content.Labels, content.FeatureNames, content.Encoders);
        return model;
    }
}
