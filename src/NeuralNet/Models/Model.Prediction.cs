using System.Runtime.CompilerServices;

namespace NeuralNet;

public partial class Model
{
    /// <summary>The default batch size: large enough for fast matrix products, small enough to stay in the cache.</summary>
    private const int DefaultPredictionBatch = 256;

    private PlanPool plans;

    /// <summary>Computes the outputs for each row of x. Safe to call from many threads at once.</summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="batchSize">The number of rows of a batch; 256 by default. Results depend on it by rounding only.</param>
    /// <param name="cancellationToken">Cancels the call between two batches.</param>
    /// <exception cref="ArgumentException">The shape of x does not fit, or the model has several inputs or outputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// batchSize is less than 1, or the outputs exceed the maximum size of a tensor.
    /// </exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="InvalidOperationException">
    /// A training step changed the layers during the call. Callbacks run between steps and may predict.
    /// </exception>
    public Tensor Predict(Tensor x, int batchSize = DefaultPredictionBatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        RequireSingle();
        return Predict([x], batchSize, cancellationToken)[0];
    }

    /// <summary>
    /// Computes the outputs for each row of x, in batches of 256. This overload lets <c>model.Predict</c> convert to a function of one
    /// tensor.
    /// </summary>
    /// <inheritdoc cref="Predict(Tensor, int, CancellationToken)"/>
    public Tensor Predict(Tensor x) => Predict(x, DefaultPredictionBatch);

    /// <summary>Computes the outputs of a model with several inputs or outputs.</summary>
    /// <inheritdoc cref="Predict(Tensor, int, CancellationToken)"/>
    public IReadOnlyList<Tensor> Predict(
        IReadOnlyList<Tensor> x, int batchSize = DefaultPredictionBatch, CancellationToken cancellationToken = default)
    {
        Require.Positive(batchSize);
        Tensor[] inputs = DataAlignment.Inputs(Graph, x);
        int rows = inputs[0].Rows;
        int begun = stepGuard.BeginPrediction();
        Tensor[] outputs = [.. Graph.OutputShapesFor(inputs).Select(shape => new Tensor(shape))];
        for (int start = 0; start < rows; start += batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            plans.Predict(inputs, start, Math.Min(batchSize, rows - start), outputs);
        }

        stepGuard.EndPrediction(begun);
        return outputs;
    }

    /// <summary>Computes the outputs for each sample of a data set, in its order. Targets are ignored.</summary>
    /// <param name="data">The inputs: <c>Dataset.From(x)</c>, or any other data set.</param>
    /// <param name="batchSize">The number of samples of a batch; 256 by default. Data that are batched already keep their size.</param>
    /// <param name="steps">The maximum number of batches to read, from the first on; all by default.</param>
    /// <param name="cancellationToken">Cancels the call between two batches.</param>
    /// <exception cref="ArgumentException">The data do not fit the model, or the model has several outputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">batchSize or steps is less than 1.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="InvalidOperationException">
    /// The data cannot be read, or a training step changed the layers during the call.
    /// </exception>
    public Tensor Predict(Dataset data, int? batchSize = null, int? steps = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Require.PositiveIfGiven(batchSize);
        Require.PositiveIfGiven(steps);
        if (Graph.Outputs.Count > 1)
            throw NotSingle(nameof(Predict));
        batchSize ??= data.IsBatched ? null : DefaultPredictionBatch;
        using BatchStream stream = OpenStream(data, batchSize, steps, 0, DataNames.Arguments, cancellationToken);
        int begun = stepGuard.BeginPrediction();
        var outputs = new List<Tensor>();
        while (outputs.Count < (steps ?? int.MaxValue) && stream.TryRead(out DatasetElement batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            outputs.Add(PredictBatch(stream, batch));
        }

        stepGuard.EndPrediction(begun);
        return Concatenated(outputs);
    }

    /// <summary>Computes the output for one row without allocating memory. Safe to call from many threads at once.</summary>
    /// <param name="row">The values of one row, as many as the input's shape has.</param>
    /// <param name="output">Receives the output's values, as many as the output's shape has.</param>
    /// <exception cref="ArgumentException">A span has another length, or the model has several inputs or outputs.</exception>
    /// <exception cref="InvalidOperationException">
    /// A training step changed the layers during the call. Callbacks run between steps and may predict.
    /// </exception>
    public void Predict(ReadOnlySpan<float> row, Span<float> output)
    {
        RequireSingle();
        int begun = stepGuard.BeginPrediction();
        ExecutionPlan plan = Graph.HasOpenAxes ? plans.RentForRow(row.Length, nameof(row)) : plans.Rent(1);
        try
        {
            Span<float> planInput = plan.Inputs[0].Data, planOutput = plan.Outputs[0].Data;
            RequireLength(row.Length, planInput.Length, "input", nameof(row));
            RequireLength(output.Length, planOutput.Length, "output", nameof(output));
            row.CopyTo(planInput);
            plan.Forward();
            stepGuard.EndPrediction(begun);
            planOutput.CopyTo(output);
        }
        finally
        {
            plans.Return(plan);
        }
    }

    /// <summary>
    /// Computes the output for all rows of x in one pass. In a pass with <paramref name="isTraining"/>, Dropout drops values, so that calls
    /// with several seeds measure the uncertainty of the model (Gal and Ghahramani, "Dropout as a Bayesian approximation", 2016). The
    /// model, the statistics of its layers included, is unchanged. Keras: <c>model(x, training=True)</c>.
    /// </summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="isTraining">Whether layers behave as in training; false by default.</param>
    /// <param name="seed">The seed of the random numbers that layers draw in the pass; the seed of the model by default.</param>
    /// <exception cref="ArgumentException">The shape of x does not fit, or the model has several inputs or outputs.</exception>
    /// <exception cref="InvalidOperationException">A training step changed the layers during the call.</exception>
    public Tensor Call(Tensor x, bool isTraining = false, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        RequireSingle();
        return Call([x], isTraining, seed)[0];
    }

    /// <summary>Computes the outputs of a model with several inputs or outputs in one pass.</summary>
    /// <inheritdoc cref="Call(Tensor, bool, int?)"/>
    public IReadOnlyList<Tensor> Call(IReadOnlyList<Tensor> x, bool isTraining = false, int? seed = null)
    {
        Tensor[] inputs = DataAlignment.Inputs(Graph, x);
        int begun = stepGuard.BeginPrediction();
        IReadOnlyList<Tensor> outputs = GraphCall.Run(Graph, inputs, isTraining, seed ?? Seed);
        stepGuard.EndPrediction(begun);
        return outputs;
    }

    /// <summary>
    /// Creates a snapshot of the model for services, which predicts faster than the model: kernels are packed once, layers are joined, and
    /// later training does not change it.
    /// </summary>
    /// <param name="customObjects">The functions that create custom layers, if the model has any.</param>
    /// <exception cref="NotSupportedException">
    /// A custom class has a constructor with parameters and does not override WriteTo, so its settings are not known.
    /// </exception>
    /// <exception cref="FormatException">A layer is of a custom class that customObjects does not contain.</exception>
    /// <exception cref="InvalidOperationException">A training step changed the layers during the call.</exception>
    public Predictor ToPredictor(CustomObjects? customObjects = null)
    {
        int begun = stepGuard.BeginPrediction();
        LayerGraph copy = Clone(customObjects).Graph;
        stepGuard.EndPrediction(begun);
        return new Predictor(Name, copy, encoders);
    }

    private Tensor PredictBatch(BatchStream stream, in DatasetElement batch)
    {
        try
        {
            Tensor[] inputs = DataAlignment.Inputs(Graph, batch.Inputs);
            Tensor[] outputs = [.. Graph.OutputShapesFor(inputs).Select(shape => new Tensor(shape))];
            plans.Predict(inputs, 0, inputs[0].Rows, outputs);
            stream.Recycle(batch);
            return outputs[0];
        }
        catch (ArgumentException exception)
        {
            throw stream.Wrong(exception);
        }
    }

    /// <exception cref="ArgumentException">The outputs of the batches have different lengths.</exception>
    private static Tensor Concatenated(List<Tensor> batches)
    {
        Shape row = batches[0].Shape.WithoutBatch();
        int index = batches.FindIndex(batch => !batch.Shape.WithoutBatch().Equals(row));
        if (index >= 0)
            throw new ArgumentException($"Batch {index + 1} of the data gives outputs of shape "
                + $"{batches[index].Shape.WithoutBatch().ToStringWithBatch()} and batch 1 of {row.ToStringWithBatch()}, which make no "
                + "tensor together. Predict batches of different lengths one by one: PredictOnBatch.", "data");
        var whole = new Tensor(row.WithBatch(batches.Sum(batch => batch.Rows)));
        int start = 0;
        foreach (Tensor batch in batches)
        {
            batch.Data.CopyTo(whole.Data[start..]);
            start += batch.Length;
        }

        return whole;
    }

    private void RequireSingle([CallerMemberName] string operation = "")
    {
        if (Graph.Inputs.Count > 1 || Graph.Outputs.Count > 1)
            throw NotSingle(operation);
    }

    /// <summary>
    /// Creates the error for a model with several inputs or outputs. The message names the model, because the caller may have received
    /// <c>model.Predict</c> as a function of one tensor.
    /// </summary>
    private ArgumentException NotSingle(string operation)
    {
        string advice = operation is nameof(Predict) or nameof(PredictOnBatch) or nameof(Call)
            ? $"With a list of tensors {operation} gives a list of outputs; where a function of one tensor is asked for, give one that "
                + $"chooses: x => model.{operation}([x, …])[0]"
            : "Give it the part that matters as a model of its own: new Model(input, output) or TakeUntil(layerName)";
        return new($"The model '{Name}' has {Counted.Of(Graph.Inputs.Count, "input")} and {Counted.Of(Graph.Outputs.Count, "output")}; "
            + $"{operation} with one tensor is for one input and one output. {advice}.");
    }

    private static void RequireLength(int actual, int expected, string what, string name)
    {
        if (actual != expected)
            throw WrongLength(actual, expected, what, name);
    }

    private static ArgumentException WrongLength(int actual, int expected, string what, string name) =>
        new($"A row of the {what} has {Counted.Of(expected, "value")}; the span has {actual}.", name);
}
