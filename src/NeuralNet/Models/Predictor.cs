namespace NeuralNet;

/// <summary>
/// A snapshot of a model that predicts faster than the model, for services: <c>model.ToPredictor()</c>. Kernels are packed once in the
/// order in which products read them, layers of <see cref="BatchNormalization"/> are folded into the <see cref="Dense"/> layer before them,
/// activations are applied while their values are in the cache, and layers that only act in training are left out. Nothing changes a
/// predictor, and later training of the model does not either. It may be used on any number of threads at once.
/// </summary>
/// <remarks>
/// <para>Outputs equal those of <see cref="Model.Predict(Tensor)"/> up to the rounding of float32, since packed and folded kernels sum in
/// another order; a model without <see cref="Dense"/> layers has the same bits. The output of a row depends on the row alone where all
/// layers are dense: its bits are the same in any batch, and for any model on any number of threads.</para>
/// <para>A predictor has memory of its own beside that of the model (<see cref="Memory"/>). <see cref="Compute.Provider"/> does not affect
/// packed kernels.</para>
/// </remarks>
public sealed class Predictor
{
    /// <summary>The number of rows of a batch, where rows do not go from layer to layer on their own.</summary>
    private const int BatchSize = 256;

    private readonly string name;
    private readonly LayerGraph graph;
    private readonly IReadOnlyList<InputEncoder> encoders;
    private readonly PlanPool plans;
    private readonly PackedDense? direct;
    private readonly int inputLength, outputLength;

    /// <param name="name">The name of the model, for messages.</param>
    /// <param name="source">A graph whose layers belong to nobody else.</param>
    /// <param name="encoders">The encoders of the model.</param>
    internal Predictor(string name, LayerGraph source, IReadOnlyList<InputEncoder> encoders)
    {
        this.name = name;
        this.encoders = encoders;
        graph = PredictionGraph.Of(source);
        plans = new PlanPool(graph);
        InputShapes = [.. graph.InputShapes];
        OutputShapes = [.. graph.OutputShapes];
        if (graph.HasOpenAxes || graph.Inputs.Count > 1 || graph.Outputs.Count > 1)
            return;
        (inputLength, outputLength) = (InputShapes[0].Size, OutputShapes[0].Size);
        direct = graph.Nodes is [_, { Layer: PackedDense layers }] ? layers : null;
    }

    /// <summary>The shape of a row of each input, without the batch axis.</summary>
    public IReadOnlyList<Shape> InputShapes { get; }

    /// <summary>The shape of a row of each output, without the batch axis.</summary>
    public IReadOnlyList<Shape> OutputShapes { get; }

    /// <summary>
    /// The bytes that the predictor holds beside the model: the packed kernels, copies of the other parameters, and the memory of passes
    /// that is kept for the next calls. Memory of threads for values between dense layers is not included.
    /// </summary>
    public long Memory => plans.IdleBytes
        + graph.Parameters.Sum(parameter => (long)parameter.Shape.Size * sizeof(float))
        + graph.Parts.OfType<PackedDense>().SelectMany(layers => layers.Steps).Distinct().Sum(step => step.Bytes);

    /// <summary>Computes the outputs for each row of x.</summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <exception cref="ArgumentException">The shape of x does not fit, or the model has several inputs or outputs.</exception>
    public Tensor Predict(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        RequireSingle();
        return Predict([x])[0];
    }

    /// <summary>Computes the outputs of a model with several inputs or outputs.</summary>
    /// <param name="x">The inputs in the order of the model, samples as rows.</param>
    /// <returns>The outputs in the order of the model.</returns>
    /// <exception cref="ArgumentException">The number of inputs, a shape or a number of rows does not fit.</exception>
    public IReadOnlyList<Tensor> Predict(IReadOnlyList<Tensor> x)
    {
        Tensor[] inputs = DataAlignment.Inputs(graph, x);
        Tensor[] outputs = [.. graph.OutputShapesFor(inputs).Select(shape => new Tensor(shape))];
        if (direct is not null)
        {
            direct.Run(inputs[0].Data, outputs[0].Data);
            return outputs;
        }

        for (int start = 0; start < inputs[0].Rows; start += BatchSize)
            plans.Predict(inputs, start, Math.Min(BatchSize, inputs[0].Rows - start), outputs);
        return outputs;
    }

    /// <summary>
    /// Computes the outputs for rows that lie one after the other, without allocating memory after the first calls with a number of rows.
    /// </summary>
    /// <param name="input">
    /// The values of one row or more, as many for each as the input's shape has; of a model with an open axis, the values of one row.
    /// </param>
    /// <param name="output">Receives the values of the outputs, row after row.</param>
    /// <exception cref="ArgumentException">A span has another length, or the model has several inputs or outputs.</exception>
    public void Predict(ReadOnlySpan<float> input, Span<float> output)
    {
        RequireSingle();
        if (graph.HasOpenAxes)
        {
            Run(plans.RentForRow(input.Length, nameof(input)), input, output);
            return;
        }

        int rows = RequireRows(input.Length, output.Length);
        if (direct is not null)
        {
            direct.Run(input, output);
            return;
        }

        for (int start = 0; start < rows; start += BatchSize)
        {
            int count = Math.Min(BatchSize, rows - start);
            Run(
                plans.Rent(count), input.Slice(start * inputLength, count * inputLength),
                output.Slice(start * outputLength, count * outputLength));
        }
    }

    /// <summary>
    /// Computes the outputs for rows of named values, such as a <see cref="Row"/> or a table: the encoders of the model make its inputs.
    /// </summary>
    /// <param name="rows">The rows, which have the columns that the encoders were adapted to. Other columns are ignored.</param>
    /// <exception cref="InvalidOperationException">The model has no encoders.</exception>
    /// <exception cref="ArgumentException">
    /// A column is missing or has values of another type, a value is missing or unknown where the encoder allows none, or the model has
    /// several outputs.
    /// </exception>
    public Tensor Predict(IRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (encoders.Count == 0)
            throw new InvalidOperationException($"The model '{name}' had no encoders when its predictor was made, so the predictor takes "
                + "tensors. Set the Encoders of the model before ToPredictor.");
        if (graph.Outputs.Count > 1)
            throw NotSingle();
        return Predict([.. encoders.SelectMany(encoder => encoder.EncodeInputs(rows))])[0];
    }

    private void Run(ExecutionPlan plan, ReadOnlySpan<float> input, Span<float> output)
    {
        try
        {
            if (output.Length != plan.Outputs[0].Length)
                throw WrongOutputs(1, plan.Outputs[0].Length / plan.BatchSize, output.Length);
            input.CopyTo(plan.Inputs[0].Data);
            plan.Forward();
            plan.Outputs[0].Data.CopyTo(output);
        }
        finally
        {
            plans.Return(plan);
        }
    }

    private int RequireRows(int inputs, int outputs)
    {
        int rows = inputs / inputLength;
        if (rows == 0 || rows * inputLength != inputs)
            throw new ArgumentException($"A row of the input has {Counted.Of(inputLength, "value")}; the span has {inputs}, which are "
                + (rows == 0 ? "too few." : $"no whole number of rows."), "input");
        if (outputs != (long)rows * outputLength)
            throw WrongOutputs(rows, outputLength, outputs);
        return rows;
    }

    private static ArgumentException WrongOutputs(int rows, int length, int actual) => new(
        $"The outputs of {Counted.Of(rows, "row")} have {Counted.Of((long)rows * length, "value")}; the span has {actual}.", "output");

    private void RequireSingle()
    {
        if (graph.Inputs.Count > 1 || graph.Outputs.Count > 1)
            throw NotSingle();
    }

    private ArgumentException NotSingle() => new(
        $"The model '{name}' has {Counted.Of(graph.Inputs.Count, "input")} and {Counted.Of(graph.Outputs.Count, "output")}; Predict of one "
        + "tensor or span is for one input and one output. With a list of tensors, Predict gives a list of outputs.");
}
