namespace NeuralNet;

/// <summary>
/// A conversion of rows of named values, as a table has them, to the inputs of a model: the preprocessing that a trained model must
/// repeat for each new row. A model keeps its encoders (<see cref="Model.Encoders"/>), so that <c>model.Predict(row)</c> takes the values
/// themselves, and saves them under <c>encoders</c> in its file. Texts never enter a tensor. Encoding does not change the encoder; several
/// threads may encode at once. Once a model has it, the encoder learns nothing more.
/// </summary>
public abstract class InputEncoder : IConfigurable<InputEncoder>
{
    /// <summary>The encoders that a file can create.</summary>
    internal static Registry<InputEncoder> Known { get; } = new Registry<InputEncoder>("encoder", adviceFor: AdviceFor).AddAll();

    static Registry<InputEncoder> IConfigurable<InputEncoder>.Known => Known;

    /// <summary>The inputs, in the order in which the model takes them.</summary>
    /// <exception cref="InvalidOperationException">The encoder has learned nothing yet.</exception>
    public abstract IReadOnlyList<EncodedInput> Inputs { get; }

    /// <summary>The names of the columns that rows must have.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>
    /// Gets a value indicating whether a model has the encoder. The inputs of the model depend on what the encoder has learned, so the
    /// encoder learns nothing more.
    /// </summary>
    public bool IsFrozen { get; private set; }

    /// <summary>The class's name in files.</summary>
    protected internal virtual string ClassName => GetType().Name;

    string IConfigurable.ClassName => ClassName;

    /// <summary>Encodes rows as the only input of the model.</summary>
    /// <returns>The input, of the shape (rows, …).</returns>
    /// <exception cref="ArgumentException">
    /// A column is missing or has values of another type, a value is missing or unknown where the encoder allows none, or the encoder makes
    /// several inputs.
    /// </exception>
    public Tensor Encode(IRows rows) => EncodeInputs(rows) is [var input]
        ? input
        : throw new ArgumentException($"The encoder makes {Counted.Of(Inputs.Count, "input")}; Encode returns one. Use EncodeInputs.");

    /// <summary>Encodes rows.</summary>
    /// <returns>A tensor for each input, of the shape (rows, …).</returns>
    /// <exception cref="ArgumentException">
    /// A column is missing or has values of another type, or a value is missing or unknown where the encoder allows none.
    /// </exception>
    public IReadOnlyList<Tensor> EncodeInputs(IRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RequireColumns(rows);
        return EncodeCore(rows);
    }

    /// <summary>Marks the encoder as one that a model has.</summary>
    internal void Freeze() => IsFrozen = true;

    /// <summary>Validates that no model has the encoder; a method that changes what the encoder makes calls this one first.</summary>
    /// <exception cref="InvalidOperationException">A model has the encoder.</exception>
    protected void RequireNotFrozen()
    {
        if (IsFrozen)
            throw new InvalidOperationException($"The {GetType().Name} belongs to a model, whose inputs would change. Create a new one for "
                + "other rows, and a new model.");
    }

    /// <summary>Validates that rows have all columns.</summary>
    /// <exception cref="ArgumentException">A column is missing.</exception>
    private protected void RequireColumns(IRows rows)
    {
        foreach (string name in Columns)
        {
            if (rows.FindColumn(name) is null)
                throw new ArgumentException($"The rows have no column '{name}', which the encoder takes. They have: "
                    + $"{string.Join(", ", rows.Columns.Select(column => column.Name))}.", nameof(rows));
        }
    }

    /// <summary>Encodes rows that have all columns.</summary>
    /// <returns>A new tensor for each input, of the shape (rows, …).</returns>
    protected abstract IReadOnlyList<Tensor> EncodeCore(IRows rows);

    /// <summary>Writes the settings, and what the encoder has learned; the reader of the class creates the encoder from them.</summary>
    protected internal abstract void WriteTo(Configuration configuration);

    void IConfigurable.WriteTo(Configuration configuration) => WriteTo(configuration);

    /// <summary>Returns the call that registers an encoder of another package of the library.</summary>
    private static string? AdviceFor(string className) => className is "TextVectorization" or "TokenEncoder"
        ? $"The {className} is a class of the package NeuralNet.Text; register it for the call: Model.Load(path, new "
            + "CustomObjects().AddNeuralNetText())."
        : null;
}
