namespace NeuralNet.Text;

/// <summary>
/// A classifier of texts: text in, the names of classes and their probabilities out. It is a model with its vectorization and its labels,
/// in one file. Safe to call from many threads at once.
/// <code>
/// TextClassifier classifier = TextClassifier.Train(texts, labels);
/// ClassPrediction prediction = classifier.Predict("You have won!");
/// classifier.Save("spam.safetensors");
/// </code>
/// </summary>
public sealed class TextClassifier
{
    private const int DefaultBatch = 256;

    private readonly string column;
    private readonly Dictionary<string, int> indices;

    /// <summary>Creates a classifier of a model that takes one column of texts and gives the probabilities of classes.</summary>
    /// <param name="model">
    /// The model, with an encoder of texts, <see cref="Model.Labels"/>, and a softmax or a single sigmoid as its output.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The model has no encoder or takes several columns, has no labels or one only, or its output has no probabilities.
    /// </exception>
    public TextClassifier(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        column = ColumnOf(model);
        if (model.Labels is not { Count: > 1 } labels)
            throw new ArgumentException($"The model '{model.Name}' does not name two classes or more. Set its Labels.", nameof(model));
        (Model, Labels) = (model, labels);
        indices = LabelIndices.ByName(labels);
        RequireProbabilities();
    }

    private TextClassifier(Model model, History history)
        : this(model) => History = history;

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>The names of the classes, in the order of their indices.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The figures of the epochs of <see cref="Train"/>; null for a classifier that was not made by it.</summary>
    public History? History { get; }

    /// <summary>Trains a classifier.</summary>
    /// <param name="texts">The training texts, in any order: they are shuffled.</param>
    /// <param name="labels">The name of the class of each text.</param>
    /// <param name="options">The settings; null for those that suit most tasks.</param>
    /// <param name="cancellationToken">Ends the training between two batches; the classifier is returned.</param>
    /// <exception cref="ArgumentException">
    /// There are no texts or another number of labels, an element is null, a label is unknown, there are less than two classes, or the
    /// created model does not take the vectorization or gives no probabilities.
    /// </exception>
    public static TextClassifier Train(
        IReadOnlyList<string> texts, IReadOnlyList<string> labels, TextClassifierOptions? options = null,
        CancellationToken cancellationToken = default) =>
        new TextClassifierTraining(texts, labels, options ?? new TextClassifierOptions())
            .Run((model, history) => new TextClassifier(model, history), cancellationToken);

    /// <summary>Predicts the class of a text.</summary>
    /// <returns>The class of the highest probability.</returns>
    public ClassPrediction Predict(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Predict([text])[0];
    }

    /// <summary>Predicts the class of each text.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="batchSize">The number of texts of a batch; 256 by default.</param>
    /// <param name="cancellationToken">Cancels the call between two batches.</param>
    /// <returns>The class of the highest probability of each text.</returns>
    /// <exception cref="ArgumentException">A text is null.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public IReadOnlyList<ClassPrediction> Predict(
        IReadOnlyList<string> texts, int batchSize = DefaultBatch, CancellationToken cancellationToken = default)
    {
        var rows = new TextRows(column, texts);
        return rows.RowCount == 0 ? [] : Model.PredictClasses(rows, batchSize, cancellationToken);
    }

    /// <summary>Predicts the probability of each class of a text.</summary>
    /// <returns>The classes, the most probable first.</returns>
    public IReadOnlyList<ClassPrediction> PredictProbabilities(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Tensor probabilities = PredictProbabilities([text]);
        return [.. Labels.Select((label, index) => new ClassPrediction(index, label, probabilities[0, index]))
            .OrderByDescending(prediction => prediction.Probability)];
    }

    /// <summary>Predicts the probability of each class of each text.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="batchSize">The number of texts of a batch; 256 by default.</param>
    /// <param name="cancellationToken">Cancels the call between two batches.</param>
    /// <returns>The probabilities, of the shape (texts, classes), in the order of <see cref="Labels"/>.</returns>
    /// <exception cref="ArgumentException">A text is null.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Tensor PredictProbabilities(
        IReadOnlyList<string> texts, int batchSize = DefaultBatch, CancellationToken cancellationToken = default)
    {
        var rows = new TextRows(column, texts);
        if (rows.RowCount == 0)
            return new Tensor([0, Labels.Count]);
        Tensor output = Model.Predict(rows, batchSize, cancellationToken);
        if (output.Shape[1] > 1)
            return output;
        var probabilities = new Tensor([texts.Count, 2]);
        for (int row = 0; row < texts.Count; row++)
            (probabilities[row, 0], probabilities[row, 1]) = (1 - output[row, 0], output[row, 0]);
        return probabilities;
    }

    /// <summary>Computes the loss and the metrics of the model on texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="labels">The name of the class of each text.</param>
    /// <param name="batchSize">The number of texts of a batch; 256 by default.</param>
    /// <param name="cancellationToken">Cancels the call between two batches.</param>
    /// <exception cref="ArgumentException">There are no texts or another number of labels, or an element is null or unknown.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Evaluation Evaluate(
        IReadOnlyList<string> texts, IReadOnlyList<string> labels, int batchSize = DefaultBatch,
        CancellationToken cancellationToken = default)
    {
        LabelIndices.RequireOneForEach(texts, labels);
        return Model.Evaluate(
            Model.Encode(new TextRows(column, texts)), [LabelIndices.Of(labels, indices)], batchSize, cancellationToken: cancellationToken);
    }

    /// <summary>
    /// Explains a prediction by leaving out each word in turn: the contribution of a word is the logarithm of the odds of the class, ln
    /// p/(1 − p), minus that of the text without the word. In a text that is split by character, the words are characters. A text of more
    /// than 500 words is divided into 500 parts of consecutive words.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="label">The class that is explained; null, the default, for the predicted one.</param>
    /// <param name="cancellationToken">Cancels the call between two batches.</param>
    /// <exception cref="ArgumentException">The label is unknown.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public TextExplanation Explain(string text, string? label = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        int index = label is null ? Predict(text).Index : LabelIndices.IndexOf(label, indices);
        bool areCharacters = Model.Encoders[0] is TextVectorization { Split: TextSplit.Character };
        return new WordOmission(this, text, index).Explain(TextParts.Of(text, areCharacters), cancellationToken);
    }

    /// <summary>Saves the classifier to a file, which <see cref="Model.Load(string, CustomObjects?)"/> reads as well.</summary>
    /// <inheritdoc cref="Model.Save(string)"/>
    public void Save(string path) => Model.Save(path);

    /// <summary>Saves the classifier to a stream.</summary>
    /// <inheritdoc cref="Model.Save(Stream)"/>
    public void Save(Stream stream) => Model.Save(stream);

    /// <summary>Loads a classifier that <see cref="Save(string)"/> wrote, or a model that a classifier can be made of.</summary>
    /// <param name="path">The file.</param>
    /// <param name="customObjects">
    /// The classes of the program, if the model has any, together with those of this library:
    /// <c>new CustomObjects().AddNeuralNetText().AddMyLayers()</c>; null, the default, for those of this library.
    /// </param>
    /// <exception cref="ModelFileException">The file is not a model that this version of the library can read.</exception>
    /// <exception cref="ArgumentException">The path is empty, or the model is no classifier of texts.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static TextClassifier Load(string path, CustomObjects? customObjects = null) =>
        new(Model.Load(path, customObjects ?? new CustomObjects().AddNeuralNetText()));

    /// <summary>Loads a classifier from a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="customObjects">The classes of the program with those of this library, as for a file.</param>
    /// <exception cref="ModelFileException">The stream is not a model that this version of the library can read.</exception>
    /// <exception cref="ArgumentException">The model is no classifier of texts.</exception>
    public static TextClassifier Load(Stream stream, CustomObjects? customObjects = null) =>
        new(Model.Load(stream, customObjects ?? new CustomObjects().AddNeuralNetText()));

    private static string ColumnOf(Model model) => model.Encoders switch
    {
        [] => throw new ArgumentException($"The model '{model.Name}' has no encoder, so it takes no texts. Create it by "
            + "new Sequential(vectorization), or set its Encoders.", nameof(model)),
        [{ Columns: [string column] }] => column,
        var encoders => throw new ArgumentException($"The model '{model.Name}' takes the columns "
            + $"{string.Join(", ", encoders.SelectMany(encoder => encoder.Columns))}, and a TextClassifier one text.", nameof(model)),
    };

    private void RequireProbabilities()
    {
        try
        {
            Predict("");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw new ArgumentException($"The model '{Model.Name}' is no classifier of texts. {exception.Message}", "model", exception);
        }
    }
}
