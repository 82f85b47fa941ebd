namespace NeuralNet;

public partial class Model
{
    private IReadOnlyList<InputEncoder> encoders = [];

    /// <summary>
    /// The encoders that make the inputs of the model from rows of named values, in the order of the inputs; none by default. They are
    /// saved with the model. <see cref="Predict(IRows, int, CancellationToken)"/> and <see cref="PredictClass(Row)"/> use them.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// An encoder is null or has learned nothing yet, or the encoders make other inputs than the model takes.
    /// </exception>
    public IReadOnlyList<InputEncoder> Encoders
    {
        get => encoders;
        set => encoders = EncoderList.Of(value, Graph, nameof(Encoders));
    }

    /// <summary>
    /// Computes the outputs for rows of named values, such as a <see cref="Row"/> or a table: the encoders of the model make its inputs.
    /// Safe to call from many threads at once.
    /// </summary>
    /// <param name="rows">The rows, which have the columns that the encoders were adapted to. Other columns are ignored.</param>
    /// <param name="batchSize">The number of rows of a batch; 256 by default.</param>
    /// <param name="cancellationToken">Cancels the call between two batches.</param>
    /// <exception cref="InvalidOperationException">
    /// The model has no encoders, or a training step changed the layers during the call.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// A column is missing or has values of another type, a value is missing or unknown where the encoder allows none, or the model has
    /// several outputs.
    /// </exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Tensor Predict(IRows rows, int batchSize = DefaultPredictionBatch, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<Tensor> inputs = Encode(rows);
        return Graph.Outputs.Count == 1 ? Predict(inputs, batchSize, cancellationToken)[0] : throw NotSingle(nameof(Predict));
    }

    /// <summary>Makes the inputs of the model from rows of named values, by its encoders.</summary>
    /// <returns>A tensor for each input.</returns>
    /// <exception cref="InvalidOperationException">The model has no encoders.</exception>
    /// <exception cref="ArgumentException">
    /// A column is missing or has values of another type, or a value is missing or unknown where the encoder allows none.
    /// </exception>
    public IReadOnlyList<Tensor> Encode(IRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return encoders.Count > 0
            ? [.. encoders.SelectMany(encoder => encoder.EncodeInputs(rows))]
            : throw new InvalidOperationException($"The model '{Name}' has no encoders, so it takes tensors. Set its Encoders, or create "
                + "it by new Sequential(encoder).");
    }

    /// <summary>
    /// Predicts the class of a row of named values: <c>model.PredictClass(new Row { ["age"] = 39, ["job"] = "nurse" })</c>.
    /// </summary>
    /// <returns>The class of the highest probability.</returns>
    /// <exception cref="InvalidOperationException">
    /// The model has no encoders or several outputs, its output has no probabilities of classes or is NaN, or a training step changed the
    /// layers during the call.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// A column is missing or has values of another type, or a value is missing or unknown where the encoder allows none.
    /// </exception>
    public ClassPrediction PredictClass(Row row) => PredictClasses((IRows)row)[0];

    /// <summary>Predicts the class of each row of x.</summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="batchSize">The number of rows of a batch; 256 by default.</param>
    /// <param name="cancellationToken">Cancels the call between two batches.</param>
    /// <returns>The class of the highest probability of each row.</returns>
    /// <exception cref="ArgumentException">The shape of x does not fit, or the model has several inputs.</exception>
    /// <exception cref="InvalidOperationException">
    /// The model has several outputs, its output has no probabilities of classes or is NaN, or a training step changed the layers during
    /// the call.
    /// </exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public IReadOnlyList<ClassPrediction> PredictClasses(
        Tensor x, int batchSize = DefaultPredictionBatch, CancellationToken cancellationToken = default)
    {
        var output = new ClassOutput(this);
        return ClassesOf(Predict(x, batchSize, cancellationToken), output);
    }

    /// <summary>Predicts the class of each row of named values, such as those of a table.</summary>
    /// <param name="rows">The rows, which have the columns that the encoders were adapted to.</param>
    /// <param name="batchSize">The number of rows of a batch; 256 by default.</param>
    /// <param name="cancellationToken">Cancels the call between two batches.</param>
    /// <returns>The class of the highest probability of each row.</returns>
    /// <exception cref="InvalidOperationException">
    /// The model has no encoders or several outputs, its output has no probabilities of classes or is NaN, or a training step changed the
    /// layers during the call.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// A column is missing or has values of another type, or a value is missing or unknown where the encoder allows none.
    /// </exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public IReadOnlyList<ClassPrediction> PredictClasses(
        IRows rows, int batchSize = DefaultPredictionBatch, CancellationToken cancellationToken = default)
    {
        var output = new ClassOutput(this);
        return ClassesOf(Predict(rows, batchSize, cancellationToken), output);
    }

    private static ClassPrediction[] ClassesOf(Tensor outputs, ClassOutput output)
    {
        var classes = new ClassPrediction[outputs.Rows];
        for (int row = 0; row < classes.Length; row++)
            classes[row] = output.Read(outputs.Row(row));
        return classes;
    }
}
