using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace NeuralNet.Testing;

/// <summary>
/// The rules that every layer of the library fulfils, for layers of a program: <c>new LayerContract(() => new Scale(2), [4]).Verify()</c>.
/// A rule that is broken is a <see cref="LayerContractException"/>. The layer is put into models of its own; each check creates a new one.
/// </summary>
public sealed class LayerContract
{
    private const int Rows = 3, ThreadCount = 4, PassesPerThread = 20;

    private readonly Func<Layer> create;
    private readonly Shape[] inputShapes;

    /// <summary>Creates the contract of a layer.</summary>
    /// <param name="create">Creates the layer; called by each check. The settings should not be the defaults.</param>
    /// <param name="inputShapes">The shape of a row of each input, without the batch axis.</param>
    /// <exception cref="ArgumentException">There is no input shape, or one has an open axis.</exception>
    public LayerContract(Func<Layer> create, params ReadOnlySpan<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(create);
        if (inputShapes.IsEmpty)
            throw new ArgumentException("A layer has at least one input; give the shape of a row of each.", nameof(inputShapes));
        foreach (Shape shape in inputShapes)
        {
            ArgumentNullException.ThrowIfNull(shape, nameof(inputShapes));
            if (shape.Contains(Shape.Open))
                throw new ArgumentException($"The shape {shape} has an open axis; give the sizes that the check uses.",
                    nameof(inputShapes));
        }

        this.create = create;
        this.inputShapes = inputShapes.ToArray();
    }

    /// <summary>Gets the classes that loading needs to know; none by default.</summary>
    public CustomObjects? CustomObjects { get; init; }

    /// <summary>
    /// Gets the number below which inputs are whole numbers, for layers that take numbers of tokens. Such inputs have no gradient. Null,
    /// the default, stands for normally distributed inputs.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public int? IntegerInputsBelow
    {
        get;
        init => field = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(IntegerInputsBelow), value,
                "'IntegerInputsBelow' must be at least 1, the number of tokens, or null for inputs that are no tokens.");
    }

    /// <summary>Gets the maximum relative error of a gradient; 0.002 by default, which float32 allows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative, NaN or infinite.</exception>
    public double GradientTolerance { get; init => field = RequireTolerance(value, nameof(GradientTolerance)); } = 2e-3;

    /// <summary>
    /// Gets the maximum difference of a row computed alone from the same row in a batch, relative to 1 + its value; 10⁻⁵ by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative, NaN or infinite.</exception>
    public double RowTolerance { get; init => field = RequireTolerance(value, nameof(RowTolerance)); } = 1e-5;

    /// <summary>
    /// Checks all rules, those of the outputs before those of the gradients, so that a layer that mixes rows or depends on earlier passes
    /// is reported as such.
    /// </summary>
    /// <exception cref="LayerContractException">The layer breaks one; the message names it.</exception>
    public void Verify()
    {
        VerifyShapes();
        VerifyRepeatability();
        VerifyRowsApart();
        VerifyThreads();
        VerifyGradients();
        VerifyTraining();
        VerifySaving();
    }

    /// <summary>Checks that outputs have the shapes that the layer stated, for several numbers of rows, and finite values.</summary>
    /// <exception cref="LayerContractException">
    /// An output has another shape, a value is not finite, or the layer throws an exception.
    /// </exception>
    public void VerifyShapes() => Verify("Shapes", CheckShapes);

    private void CheckShapes()
    {
        Model model = NewModel(out _);
        foreach (int rows in (ReadOnlySpan<int>)[1, Rows, 2 * Rows + 1])
        {
            IReadOnlyList<Tensor> outputs = Predict(model, Inputs(rows, seed: 1));
            for (int k = 0; k < outputs.Count; k++)
            {
                Shape expected = WithRows(model.OutputShapes[k], rows);
                if (!outputs[k].Shape.Equals(expected))
                    throw Broken("Shapes", $"output {k} of {rows} rows has the shape {outputs[k].Shape}; the layer stated {expected}");
                if (outputs[k].AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is var place and >= 0)
                    throw Broken("Shapes", string.Create(CultureInfo.InvariantCulture,
                        $"value {place} of output {k} is {outputs[k].AsSpan()[place]}, "
                        + $"which is not finite"));
            }
        }
    }

    /// <summary>Checks gradients against differences of the outputs (<see cref="GradientCheck"/>).</summary>
    /// <exception cref="LayerContractException">
    /// An error is greater than <see cref="GradientTolerance"/>, or the layer throws an exception.
    /// </exception>
    public void VerifyGradients() => Verify("Gradients", CheckGradients);

    private void CheckGradients()
    {
        if (IntegerInputsBelow is not null && !HasTrainedParameters())
            return;
        GradientCheck check = GradientCheck.Run(NewLayer(), Inputs(Rows, seed: 11), checkInputs: IntegerInputsBelow is null);
        foreach ((string name, double error) in check.Errors)
        {
            if (!(error <= GradientTolerance))
                throw Broken("Gradients", string.Create(CultureInfo.InvariantCulture,
                    $"the gradient of '{name}' differs from the differences of the outputs by {error:G3} of its size; the tolerance is "
                        + $"{GradientTolerance}"));
        }
    }

    /// <summary>Checks that, outside training, each row of a batch is computed from itself alone.</summary>
    /// <exception cref="LayerContractException">A row alone gives another result, or the layer throws an exception.</exception>
    public void VerifyRowsApart() => Verify("RowsApart", CheckRowsApart);

    private void CheckRowsApart()
    {
        Model model = NewModel(out _);
        Tensor[] inputs = Inputs(Rows, seed: 2);
        IReadOnlyList<Tensor> together = Predict(model, inputs);
        for (int row = 0; row < Rows; row++)
        {
            IReadOnlyList<Tensor> alone = Predict(model, [.. inputs.Select(input => input.Slice(row, 1).Clone())]);
            for (int k = 0; k < alone.Count; k++)
                CompareRow(together[k].Row(row), alone[k].AsSpan(), row, k);
        }
    }

    /// <summary>Checks that the same input gives the same bits, whatever was computed before.</summary>
    /// <exception cref="LayerContractException">The bits differ, or the layer throws an exception.</exception>
    public void VerifyRepeatability() => Verify("Repeatability", CheckRepeatability);

    private void CheckRepeatability()
    {
        Model model = NewModel(out _);
        Tensor[] inputs = Inputs(Rows, seed: 4);
        int[][] first = Bits(Predict(model, inputs)), unchanged = Bits(inputs);
        Predict(model, Inputs(Rows, seed: 3));
        Compare("Repeatability", first, Bits(Predict(model, inputs)), "the same input gives other bits after a pass with another input");
        Compare("Repeatability", unchanged, Bits(inputs), "a pass changes its inputs");
    }

    /// <summary>Checks that several threads, which run at the same time, get the bits that one thread gets.</summary>
    /// <exception cref="LayerContractException">The bits differ, or the layer throws an exception.</exception>
    public void VerifyThreads() => Verify("Threads", CheckThreads);

    private void CheckThreads()
    {
        Model model = NewModel(out _);
        int[][][] expected = [.. Enumerable.Range(0, PassesPerThread).Select(pass => Bits(Predict(model, Inputs(Rows, pass))))];
        using var together = new Barrier(ThreadCount);
        var failures = new Exception?[ThreadCount];
        Thread[] threads = [.. Enumerable.Range(0, ThreadCount).Select(index =>
            new Thread(() => failures[index] = FailureOfThread(index, model, expected, together)))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        if (Array.Find(failures, failure => failure is not null) is { } first)
            ExceptionDispatchInfo.Throw(first);
    }

    /// <summary>
    /// Checks that training steps work where Backward is not asked for every gradient: with the layer at the inputs of the model, which
    /// have no gradient, and with the layer frozen behind a trained one.
    /// </summary>
    /// <exception cref="LayerContractException">A training step throws, or changes a parameter of a frozen layer.</exception>
    public void VerifyTraining() => Verify("Training", CheckTraining);

    private void CheckTraining()
    {
        VerifyStep(behindTrained: false, isFrozen: false);
        VerifyStep(behindTrained: false, isFrozen: true);
        if (IntegerInputsBelow is null)
            VerifyStep(behindTrained: true, isFrozen: true);
    }

    private void VerifyStep(bool behindTrained, bool isFrozen)
    {
        Model model = NewModel(out Layer layer, withHead: true, behindTrained);
        layer.IsTrainable = !isFrozen;
        int[][] before = Bits([.. layer.Parameters.Select(parameter => parameter.Value)]);
        Tensor[] inputs = Inputs(Rows, seed: 7);
        IReadOnlyList<Tensor> predictions = Predict(model, inputs);
        model.Compile(new SGD(0.01f), Loss.MeanSquaredError);
        try
        {
            model.TrainOnBatch(inputs, [.. predictions.Select(prediction => new Tensor(prediction.Shape))]);
        }
        catch (Exception exception)
        {
            throw Broken(
                "Training", $"a training step {(behindTrained ? "of a layer before it" : "at the inputs of the model")}, "
                    + $"{(isFrozen ? "" : "not ")}frozen, throws {Describe(exception)}. Gradients that are not wanted are null in the frame",
                exception);
        }

        if (isFrozen)
        {
            Compare("Training", before, Bits([.. layer.Parameters.Select(parameter => parameter.Value)]),
                "a training step changes a parameter though the layer is frozen");
        }
    }

    /// <summary>Checks that a layer that was saved and loaded has the same parameters and gives the same bits.</summary>
    /// <exception cref="LayerContractException">It cannot be saved or loaded, or differs.</exception>
    public void VerifySaving() => Verify("Saving", CheckSaving);

    private void CheckSaving()
    {
        Model model = NewModel(out _);
        Model again = SavedAndLoaded(model);
        string Parameters(Model of) => string.Join(", ", of.Parameters.Select(parameter => $"{of.PathOf(parameter)} "
            + $"{parameter.Shape}{(parameter.IsTrainable ? "" : " (not trained)")}"));
        if (Parameters(model) != Parameters(again))
            throw Broken("Saving", $"the loaded layer has the parameters {Parameters(again)}; the saved one has {Parameters(model)}");
        Tensor[] inputs = Inputs(Rows, seed: 8);
        Compare("Saving", Bits(Predict(model, inputs)), Bits(Predict(again, inputs)), "the loaded layer gives other results; does "
            + "WriteTo write every setting, and is each read again?");
    }

    /// <summary>Runs all passes, each beside another pass on every other thread, and returns the exception that ends them.</summary>
    private Exception? FailureOfThread(int index, Model model, int[][][] expected, Barrier together)
    {
        try
        {
            for (int i = 0; i < PassesPerThread; i++)
            {
                int pass = (i + index * (PassesPerThread / ThreadCount)) % PassesPerThread;
                together.SignalAndWait();
                Compare("Threads", expected[pass], Bits(Predict(model, Inputs(Rows, pass))), "a pass on another thread at the same time "
                    + "changes the result");
            }

            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
        finally
        {
            together.RemoveParticipant();
        }
    }

    private Model SavedAndLoaded(Model model)
    {
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        try
        {
            return Model.Load(file, CustomObjects);
        }
        catch (ModelFileException exception) when (CustomObjects is null)
        {
            throw Broken(
                "Saving", "it was saved and cannot be loaded. The contract was given no CustomObjects, by which Load creates a class of a "
                    + "program: new LayerContract(…) { CustomObjects = new CustomObjects().Add…(…) }. The error of Load is: "
                    + exception.Message.TrimEnd('.'),
                exception);
        }
    }

    /// <summary>
    /// Creates a model of the layer alone, or with dense layers behind its outputs or trained layers before it, so that a training step has
    /// something to train.
    /// </summary>
    private Model NewModel(out Layer layer, bool withHead = false, bool behindTrained = false)
    {
        layer = NewLayer();
        Input[] inputs = [.. inputShapes.Select(shape => new Input(shape, seed: 3))];
        Node[] nodes = [.. inputs.Select(input => behindTrained ? input.PReLU() : (Node)input)];
        Node node = nodes.Length == 1 ? nodes[0].Add(layer) : nodes[0].Merge(layer, nodes.AsSpan(1));
        return new Model(inputs, withHead ? [.. node.Outputs.Select(output => output.Dense(1))] : node.Outputs);
    }

    private bool HasTrainedParameters()
    {
        NewModel(out Layer layer);
        return layer.Parameters.Any(parameter => parameter.IsTrainable);
    }

    private static IReadOnlyList<Tensor> Predict(Model model, IReadOnlyList<Tensor> inputs) => model.Predict(inputs);

    private Tensor[] Inputs(int rows, int seed) =>
        [.. inputShapes.Select((shape, index) => Input(WithRows(shape, rows), seed + 1000 * index))];

    private Tensor Input(Shape shape, int seed)
    {
        var random = new Random(seed);
        var values = new Tensor(shape);
        foreach (ref float value in values.AsSpan())
            value = IntegerInputsBelow is int bound ? random.Next(bound) : Normal(random);
        return values;
    }

    private static Shape WithRows(Shape shape, int rows) => [rows, .. shape];

    /// <summary>
    /// Returns a normally distributed number (Box and Muller, "A note on the generation of random normal deviates", 1958).
    /// </summary>
    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    private void CompareRow(ReadOnlySpan<float> together, ReadOnlySpan<float> alone, int row, int output)
    {
        for (int i = 0; i < together.Length; i++)
        {
            if (!(Math.Abs(together[i] - alone[i]) <= RowTolerance * (1 + Math.Abs(together[i]))))
                throw Broken("RowsApart", FormattableString.Invariant(
                    $"value {i} of row {row} of output {output} is {together[i]} among other rows and {alone[i]} alone"));
        }
    }

    private void Compare(string rule, int[][] expected, int[][] actual, string what)
    {
        for (int k = 0; k < expected.Length; k++)
        {
            int place = expected[k].AsSpan().CommonPrefixLength(actual[k]);
            if (place < expected[k].Length || expected[k].Length != actual[k].Length)
                throw Broken(rule, $"{what} (tensor {k}, value {place})");
        }
    }

    private static int[][] Bits(IReadOnlyList<Tensor> tensors) =>
        [.. tensors.Select(tensor => MemoryMarshal.Cast<float, int>(tensor.AsSpan()).ToArray())];

    /// <summary>Checks a rule, and names it in any exception of the layer.</summary>
    private void Verify(string rule, Action check)
    {
        try
        {
            check();
        }
        catch (Exception exception) when (exception is not LayerContractException)
        {
            throw Broken(rule, $"it throws {Describe(exception)}", exception);
        }
    }

    private Layer NewLayer() => create() ?? throw new InvalidOperationException("The function that creates the layer returned null.");

    /// <summary>Returns the name and the class of the layer for a message, as far as the layer can be created.</summary>
    private string Named()
    {
        try
        {
            Layer layer = NewLayer();
            return $"the layer '{layer.Name}' ({layer.GetType().Name})";
        }
        catch (Exception)
        {
            return "the layer, which the given function does not create,";
        }
    }

    private LayerContractException Broken(string rule, string message, Exception? exception = null) =>
        new($"{rule}: {Named()} breaks the contract: {message}.", exception);

    private static string Describe(Exception exception) => $"{exception.GetType().Name}: {exception.Message.TrimEnd('.')}";

    private static double RequireTolerance(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be a finite number that is not negative.");
}
