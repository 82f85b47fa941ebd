namespace NeuralNet.Text;

/// <summary>One training of a <see cref="TextClassifier"/>.</summary>
internal sealed class TextClassifierTraining
{
    private const int EmbeddingSize = 32;
    private const float DropoutRate = 0.3f;
    private const float LearningRate = 0.005f;
    private const int DefaultEpochs = 15;

    private readonly string[] texts, labels, classes;
    private readonly Dictionary<string, int> indices;
    private readonly TextClassifierOptions options;
    private readonly int seed;

    public TextClassifierTraining(IReadOnlyList<string> texts, IReadOnlyList<string> labels, TextClassifierOptions options)
    {
        LabelIndices.RequireOneForEach(texts, labels);
        this.options = options;
        seed = options.Seed ?? System.Random.Shared.Next();
        int[] order = ShuffledOrder(texts.Count, seed);
        this.texts = Array.ConvertAll(order, row => texts[row]);
        this.labels = Array.ConvertAll(order, row => labels[row]);
        classes = options.Labels is { } given ? [.. given] : [.. labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (classes.Length < 2)
            throw new ArgumentException($"The labels name {classes.Length} class ('{string.Join("', '", classes)}'); a classifier tells at "
                + "least two apart.", nameof(labels));
        indices = LabelIndices.ByName(classes);
    }

    public TextClassifier Run(Func<Model, History, TextClassifier> create, CancellationToken cancellationToken)
    {
        Tensor targets = LabelIndices.Of(labels, indices);
        TextVectorization vectorization = Vectorization();
        Model model = (options.CreateModel ?? DefaultModel)(vectorization, classes.Length)
            ?? throw new InvalidOperationException($"{nameof(TextClassifierOptions.CreateModel)} returned null.");
        if (model.Encoders is not [var encoder] || encoder != vectorization)
            throw new InvalidOperationException($"The model '{model.Name}' that {nameof(TextClassifierOptions.CreateModel)} returned does "
                + "not have the vectorization as its only encoder. Create it by new Sequential(vectorization).");
        model.Labels = classes;
        if (!model.IsCompiled)
            model.Compile(new Adam(LearningRate), LossOf(model), Metric.Accuracy);
        History history = model.Fit(Dataset.From(vectorization.Encode(texts), targets), FitWith(vectorization), cancellationToken);
        return create(model, history);
    }

    /// <summary>Returns the given vectorization if it has a vocabulary; else a new one, so that the options do not change.</summary>
    private TextVectorization Vectorization() => options.Vectorization switch
    {
        null => DefaultVectorization.For(texts).Adapt(texts),
        { IsAdapted: true } adapted => adapted,
        var given => given.WithoutVocabulary().Adapt(texts),
    };

    private Sequential DefaultModel(TextVectorization vectorization, int classCount)
    {
        var model = new Sequential(vectorization, seed);
        return vectorization.OutputMode == TextOutputMode.Int
            ? model.Embedding(vectorization.VocabularySize, EmbeddingSize, maskZero: true)
                .GlobalAveragePooling1D()
                .Dropout(DropoutRate)
                .Dense(classCount, Activation.Softmax)
            : model.Dense(classCount, Activation.Softmax);
    }

    private static Loss LossOf(Model model) =>
        model.OutputShapes[0] is [.., 1] ? Loss.BinaryCrossEntropy : Loss.SparseCategoricalCrossEntropy;

    private FitOptions FitWith(TextVectorization vectorization)
    {
        FitOptions fit = options.Fit.WithDefaultEpochs(DefaultEpochs);
        if (options.Validation is not { } validation)
            return fit;
        LabelIndices.RequireOneForEach(validation.Texts, validation.Labels);
        return fit with
        {
            ValidationData = Dataset.From(vectorization.Encode(validation.Texts), LabelIndices.Of(validation.Labels, indices)),
        };
    }

    /// <summary>Returns the rows in a random order, so that the last ones, which a validation split takes, are of all classes.</summary>
    private static int[] ShuffledOrder(int count, int seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new RandomStream(seed).Shuffle(order.AsSpan());
        return order;
    }
}
