namespace NeuralNet.Text;

/// <summary>The settings of <see cref="TextClassifier.Train"/>.</summary>
public sealed record TextClassifierOptions
{
    /// <summary>
    /// The vectorization of the texts. If it has no vocabulary, each training learns one in a copy of it, which the model has; the
    /// vectorization given here does not change. Null, the default, for the 20,000 most frequent words and pairs of words, of which a text
    /// has at most 400. If the training texts have more than five characters of scripts without spaces between words (Han, Hiragana,
    /// Katakana, Thai, Lao, Khmer, Myanmar) for each character of white space, the default is the 20,000 most frequent characters and pairs
    /// of characters, of which a text has at most 800.
    /// </summary>
    public TextVectorization? Vectorization { get; init; }

    /// <summary>
    /// The function that creates the model from the vectorization, which has its vocabulary, and the number of classes:
    /// <c>(text, classes) => new Sequential(text, seed: 1).Dense(classes, "softmax")</c>. A model that it does not compile is compiled with
    /// Adam, cross-entropy and accuracy. Null, the default, for the mean of embeddings of 32 values with a softmax (Joulin et al., "Bag of
    /// Tricks for Efficient Text Classification", 2016), or for a softmax of the counts if the vectorization has no sequences.
    /// </summary>
    public Func<TextVectorization, int, Model>? CreateModel { get; init; }

    /// <summary>
    /// The names of the classes, in the order of their indices; null, the default, for those of the training texts in ordinal order.
    /// </summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The texts and labels for validation; they override the validation data of <see cref="Fit"/>.</summary>
    public (IReadOnlyList<string> Texts, IReadOnlyList<string> Labels)? Validation { get; init; }

    /// <summary>
    /// The settings of the training: epochs, callbacks, progress and others. The training has 15 epochs unless
    /// <see cref="FitOptions.Epochs"/> is set.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public FitOptions Fit
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Fit));
    } = new();

    /// <summary>The seed of the order of the texts and of the default model; null, the default, draws one.</summary>
    public int? Seed { get; init; }
}
