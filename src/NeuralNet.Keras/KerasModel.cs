namespace NeuralNet.Keras;

/// <summary>Reads and writes model files of Keras.</summary>
public static class KerasModel
{
    /// <summary>
    /// Loads a model that Keras saved: a <c>.keras</c> file of Keras 3 or an <c>.h5</c> file of Keras 2. A Sequential is loaded as a
    /// <see cref="Sequential"/>. The settings of Compile are loaded too, and from a <c>.keras</c> file the state of the optimizer, so that
    /// Fit continues the training. The file need not be trusted: no code in it is run, and memory is allocated only in proportion to its
    /// length.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="customObjects">The functions that create custom layers, losses and other objects, if the model has any.</param>
    /// <param name="compile">Whether the settings of Compile and the state of the optimizer are loaded; true by default.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ModelFileException">
    /// The file is damaged, or has a layer, a setting or a feature of HDF5 that this library does not have; the message names it.
    /// </exception>
    /// <exception cref="IOException">The file cannot be opened, or is longer than 2 GB.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Model Load(string path, CustomObjects? customObjects = null, bool compile = true) =>
        Load(Read(path), path, customObjects, compile);

    /// <summary>
    /// Loads the weights of a file of Keras into a model of the same layers: a <c>.weights.h5</c> or <c>.keras</c> file of Keras 3, or an
    /// <c>.h5</c> file of Keras 2. As in Keras, layers match by their classes and order, not by their names. If the file does not fit, the
    /// model is unchanged.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ModelFileException">The file is damaged, or its layers are others than those of the model.</exception>
    /// <exception cref="IOException">The file cannot be opened, or is longer than 2 GB.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static void LoadWeights(Model model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        LoadWeights(model, Read(path), path);
    }

    /// <summary>
    /// Saves the model as a <c>.keras</c> file, which <c>keras.saving.load_model</c> of Keras 3 opens: the layers, the weights and, if the
    /// model is compiled, the settings of Compile and the state of the optimizer. The seed, the labels, the feature names and the encoders
    /// are not part of such a file, nor are the parameters that are excluded from weight decay. An existing file is replaced atomically.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file, such as <c>model.keras</c>.</param>
    /// <exception cref="ArgumentException">The path is empty, or two layers have one name.</exception>
    /// <exception cref="NotSupportedException">
    /// An activation or metric has no counterpart in Keras, or a custom class does not write its settings; nothing was written.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written; an existing file is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written to.</exception>
    public static void SaveKeras(this Model model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] archive = KerasArchive.Write(KerasConfiguration.Of(model), WeightsWriter.Write(model));
        AtomicFile.Write(path, stream => stream.Write(archive));
    }

    /// <summary>
    /// Saves the weights and, if the model is compiled, the state of the optimizer as a <c>.weights.h5</c> file, which
    /// <c>model.load_weights</c> of Keras 3 reads. An existing file is replaced atomically.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file, such as <c>model.weights.h5</c>.</param>
    /// <exception cref="ArgumentException">The path is empty, or two layers have one name.</exception>
    /// <exception cref="NotSupportedException">A custom class does not write its settings; nothing was written.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing file is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written to.</exception>
    public static void SaveKerasWeights(this Model model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] weights = WeightsWriter.Write(model);
        AtomicFile.Write(path, stream => stream.Write(weights));
    }

    /// <summary>Loads a model from the content of a file, whose path errors name.</summary>
    internal static Model Load(byte[] file, string path, CustomObjects? customObjects = null, bool compile = true) =>
        FileErrors.Named(path, () => KerasArchive.IsArchive(file)
            ? KerasReader.Load(KerasArchive.Open(file), customObjects, compile)
            : LegacyReader.Load(Hdf5Reader.Read(file), file.Length, customObjects, compile));

    /// <summary>Loads weights from the content of a file, whose path errors name.</summary>
    internal static void LoadWeights(Model model, byte[] file, string path) => FileErrors.Named(path, () =>
    {
        Hdf5Group weights = KerasArchive.IsArchive(file) ? KerasArchive.Open(file).Weights : Hdf5Reader.Read(file);
        KerasReader.SetWeights(LegacyReader.IsLegacy(weights) ? LegacyReader.Match(model, weights) : WeightsReader.Match(model, weights));
        return model;
    });

    private static byte[] Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.ReadAllBytes(path);
    }
}
