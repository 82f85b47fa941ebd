using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Text;

namespace NeuralNet;

/// <summary>
/// Checks a backward pass against finite differences of the forward pass, for authors of layers and losses: <c>GradientCheck.Run(new
/// MyLayer(), 4).ThrowIfAbove(1e-3)</c>. Along random directions d it compares Σ gradient·d with (L(v + h·d) − L(v − h·d))/2h, where L = Σ
/// output·g for a random g; sums are computed in double. Of several widths h the best result counts: wide differences reduce the effect of
/// rounding, narrow ones avoid kinks such as that of ReLU. A layer is checked in training and prediction passes and, if the layer takes
/// masks, also with random padding. The check reuses frames, repeats the backward pass after one forward pass, and fills the gradients with
/// other numbers first.
/// </summary>
public sealed class GradientCheck
{
    private const int Directions = 4;
    private const int BatchSize = 4;

    /// <summary>
    /// The minimum derivative in relation to the norm of output·g: smaller derivatives, which rounding hides, are compared as if they were
    /// this large.
    /// </summary>
    private const double MinDerivative = 1e-2;

    /// <summary>The value of the gradients before a backward pass, which overwrites them.</summary>
    private const float Garbage = 1234;

    private static readonly float[] Widths = [1 / 16f, 1 / 64f, 1 / 256f, 1 / 1024f];

    private readonly string subject;

    private GradientCheck(string subject, IReadOnlyList<KeyValuePair<string, double>> errors)
    {
        this.subject = subject;
        Errors = errors;
    }

    /// <summary>The maximum relative error of each parameter and input, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Errors { get; }

    /// <summary>The maximum relative error: below 10⁻³ for a correct backward pass in float32, usually near 1 for a wrong one.</summary>
    public double MaxError => Errors.Count == 0 ? 0 : Errors.Max(error => error.Value);

    /// <summary>Checks a layer with one input on four random rows: <c>[3, 4]</c> is one input whose rows have the shape (3, 4).</summary>
    /// <param name="layer">
    /// The layer. If its parameters have no values yet, they are drawn; otherwise the values are restored after the check.
    /// </param>
    /// <param name="inputShape">The shape of a row of the input, without the batch axis.</param>
    /// <exception cref="ArgumentException">The shape is missing or has a size of 0, or the layer cannot take such an input.</exception>
    [OverloadResolutionPriority(1)]
    public static GradientCheck Run(Layer layer, Shape inputShape) =>
        Run(layer, [Normal(Require.RowShape(inputShape).WithBatch(BatchSize), new RandomStream(1))]);

    /// <summary>Checks a layer with several inputs on four random rows of each shape: <c>[3], [4]</c> are two inputs.</summary>
    /// <param name="layer">
    /// The layer. If its parameters have no values yet, they are drawn; otherwise the values are restored after the check.
    /// </param>
    /// <param name="inputShapes">The shape of a row of each input, without the batch axis.</param>
    /// <exception cref="ArgumentException">A shape is missing or has a size of 0, or the layer cannot take such inputs.</exception>
    public static GradientCheck Run(Layer layer, params ReadOnlySpan<Shape> inputShapes)
    {
        var random = new RandomStream(1);
        var inputs = new List<Tensor>();
        foreach (Shape shape in inputShapes)
            inputs.Add(Normal(Require.RowShape(shape, nameof(inputShapes)).WithBatch(BatchSize), random));
        return Run(layer, inputs);
    }

    /// <summary>Checks a layer on given inputs.</summary>
    /// <param name="layer">
    /// The layer. If its parameters have no values yet, they are drawn; otherwise the values are restored after the check.
    /// </param>
    /// <param name="inputs">The inputs, with the batch as their first axis.</param>
    /// <param name="isTraining">
    /// Whether training passes or prediction passes are checked; both by default. Random layers draw the same numbers in each pass.
    /// </param>
    /// <param name="checkInputs">
    /// Whether the gradients of the inputs are checked too; false for token numbers, which have no gradients.
    /// </param>
    /// <exception cref="ArgumentException">
    /// An input is missing or not finite, has no rows or a different number of rows, the layer cannot take the inputs, or there is nothing
    /// to check.
    /// </exception>
    public static GradientCheck Run(Layer layer, IReadOnlyList<Tensor> inputs, bool? isTraining = null, bool checkInputs = true)
    {
        ArgumentNullException.ThrowIfNull(layer);
        RequireRows(inputs);
        bool takesMasks = layer.MaskHandling is MaskHandling.Passed or MaskHandling.Consumed && inputs.All(input => input.Rank > 1);
        GradientCheck? worst = null;
        foreach (bool isMasked in (ReadOnlySpan<bool>)(takesMasks ? [false, true] : [false]))
        {
            foreach (bool mode in (ReadOnlySpan<bool>)(isTraining is bool only ? [only] : [false, true]))
                worst = Worst(worst, Run(layer, inputs, mode, isMasked, checkInputs));
        }

        return worst!;
    }

    /// <summary>Checks training passes or prediction passes.</summary>
    private static GradientCheck Run(Layer layer, IReadOnlyList<Tensor> inputs, bool isTraining, bool isMasked, bool checkInputs)
    {
        Input[] sources = [.. inputs.Select(input => new Input(input.Shape.WithoutBatch()))];
        Node[] nodes = [.. sources.Select((source, i) => isMasked ? source.Add(new RandomPadding(i)) : source)];
        Node output = nodes.Length == 1 ? nodes[0].Add(layer) : nodes[0].Merge(layer, [.. nodes.Skip(1)]);
        layer.InitializeParameters(seed: 1, layerIndex: 0);
        var space = new ParameterSpace([.. layer.Parameters.Where(parameter => parameter.IsTrainable)]);
        IReadOnlyList<Parameter> parameters = space.Parameters;
        var plan = new ExecutionPlan(
            LayerGraph.Between(sources, output.Outputs), inputs[0].Rows,
                new PlanOptions { Gradients = space, DifferentiatesInputs = true });
        if (parameters.Count == 0 && !checkInputs)
            throw new ArgumentException($"The layer '{layer.Name}' ({layer.ClassName}) has no parameters that are trained, so without "
                + "its inputs there is nothing to check. Say checkInputs: true.", nameof(checkInputs));

        Tensor[] upstream = NormalLike(plan.Outputs, new RandomStream(2));
        PutGradients(plan, inputs, upstream, isTraining);
        double minDerivative = MinDerivative * Norm(plan.Outputs, upstream);
        List<Variable> variables =
            [.. parameters.Select(parameter => new Variable(parameter.Name, parameter.Value, space.Of(parameter)!.Values))];
        for (int i = 0; checkInputs && i < inputs.Count; i++)
            variables.Add(new Variable(inputs.Count == 1 ? "input" : FormattableString.Invariant($"input {i}"), plan.Inputs[i],
                plan.InputGradients[i]!));
        return Check($"{layer.Name} ({layer.ClassName})", variables, minDerivative, () =>
        {
            Forward(plan, isTraining);
            return Enumerable.Range(0, upstream.Length).Sum(output => Dot(plan.Outputs[output], upstream[output])) + plan.Penalty();
        });
    }

    /// <summary>
    /// Computes the gradients under the conditions of training and explanations: in frames that were used for other rows, a second time
    /// after one forward pass, in buffers with old content.
    /// </summary>
    private static void PutGradients(ExecutionPlan plan, IReadOnlyList<Tensor> inputs, Tensor[] upstream, bool isTraining)
    {
        Tensor[] otherUpstream = NormalLike(upstream, new RandomStream(4));
        for (int i = 0; i < inputs.Count; i++)
        {
            for (int row = 0; row < inputs[i].Rows; row++)
                CopyRow(inputs[i], row, plan.Inputs[i], inputs[i].Rows - 1 - row);
        }

        Forward(plan, isTraining);
        Backward(plan, upstream);
        for (int i = 0; i < inputs.Count; i++)
            inputs[i].Data.CopyTo(plan.Inputs[i].Data);
        Forward(plan, isTraining);
        Backward(plan, otherUpstream);
        Backward(plan, upstream);
    }

    private static void CopyRow(Tensor source, int row, Tensor target, int targetRow) =>
        source.AsSpan().Slice(row * source.RowLength, source.RowLength).CopyTo(target.AsSpan()[(targetRow * source.RowLength)..]);

    private static void Backward(ExecutionPlan plan, Tensor[] upstream)
    {
        foreach (NodePass pass in plan.Passes)
            pass.Frame.FillGradients(Garbage);
        for (int output = 0; output < upstream.Length; output++)
            upstream[output].Data.CopyTo(plan.OutputGradients[output]!.Data);
        plan.Backward();
    }

    /// <summary>Combines two checks: the maximum error of each variable.</summary>
    private static GradientCheck Worst(GradientCheck? first, GradientCheck second) => first is null
        ? second
        : new GradientCheck(second.subject, [.. second.Errors.Select((error, i) =>
            KeyValuePair.Create(error.Key, Math.Max(error.Value, first.Errors[i].Value)))]);

    /// <summary>Checks the gradient of a loss with respect to the predictions.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="target">The targets, in the shape that the loss takes.</param>
    /// <param name="prediction">The predictions at which the gradient is checked.</param>
    /// <param name="activation">If given, the predictions are logits, and the gradients fused with this activation are checked.</param>
    /// <exception cref="ArgumentException">
    /// Targets or predictions are not finite or do not fit each other, or the loss does not fuse with the activation.
    /// </exception>
    public static GradientCheck Run(Loss loss, Tensor target, Tensor prediction, Activation? activation = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        loss = loss.Resolve(target.Shape, prediction.Shape);
        RequireFit(loss, target, prediction);
        if (activation is not null && !loss.FusesWith(activation))
            throw new ArgumentException($"The loss '{loss.Name}' does not fuse with the activation '{activation.Name}': training takes "
                + "its gradient from the activation's outputs. Leave the activation out.", nameof(activation));
        int rowLength = prediction.Shape.Last;
        Tensor at = prediction.Clone(), gradient = new(prediction.Shape), activated = prediction.Clone();
        var losses = new Tensor(prediction.Length / rowLength);
        activation?.Forward(prediction.Data, activated.Data, rowLength);
        gradient.AsSpan().Fill(Garbage);
        if (activation is null)
            loss.Gradient(target.Data, at.Data, rowLength, gradient.Data);
        else
            loss.GradientLogits(target.Data, activated.Data, rowLength, gradient.Data);

        Evaluate();
        return Check(loss.Name, [new Variable("prediction", at, gradient)], MinDerivative * TensorPrimitives.Norm<float>(losses.Data),
            Evaluate);

        double Evaluate()
        {
            if (activation is null)
                loss.Evaluate(target.Data, at.Data, rowLength, losses.Data);
            else
                loss.EvaluateLogits(target.Data, at.Data, rowLength, losses.Data);
            return Sum(losses.Data);
        }
    }

    /// <summary>Throws an exception if an error exceeds a tolerance.</summary>
    /// <exception cref="InvalidOperationException">The gradients are wrong; the message lists all errors.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or not a number.</exception>
    public void ThrowIfAbove(double tolerance)
    {
        if (!(tolerance >= 0))
            throw Require.Wrong(nameof(tolerance), tolerance, "'tolerance' must be a number of at least 0.");
        if (!(MaxError <= tolerance))
            throw new InvalidOperationException($"{this} The largest allowed is {tolerance.ToString("G3", CultureInfo.InvariantCulture)}.");
    }

    /// <summary>Returns the errors, one for each parameter and input, as a text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"Relative errors of the gradients of {subject}: ");
        text.AppendJoin(", ", Errors.Select(error => $"{error.Key} {error.Value.ToString("E1", CultureInfo.InvariantCulture)}"));
        return text.Append('.').ToString();
    }

    private static void RequireRows(IReadOnlyList<Tensor> inputs)
    {
        Require.NoNulls(inputs);
        if (inputs.Count == 0)
            throw new ArgumentException("A layer is checked with at least one input.", nameof(inputs));
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Rank == 0 || inputs[i].Length == 0)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"inputs[{i}] has the shape {inputs[i].Shape}; it needs the "
                    + $"batch as its first axis, with at least one row of at least one value."), nameof(inputs));
            if (inputs[i].Rows != inputs[0].Rows)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"inputs[0] has {Counted.Of(inputs[0].Rows, "row")} and "
                    + $"inputs[{i}] has {inputs[i].Rows}; they must have the same number."), nameof(inputs));
            RequireFinite(inputs[i], nameof(inputs));
        }
    }

    private static void RequireFit(Loss loss, Tensor target, Tensor prediction)
    {
        if (prediction.Rank == 0 || prediction.Length == 0)
            throw new ArgumentException($"The predictions have the shape {prediction.Shape}; they need at least one row of at least one "
                + "value.", nameof(prediction));
        Shape wanted = loss.TargetShape(prediction.Shape);
        if (wanted.Size != target.Length)
            throw new ArgumentException($"The loss '{loss.Name}' takes targets of shape {wanted} for predictions of shape "
                + $"{prediction.Shape}; they have {target.Shape}.{loss.TargetHint(target.Shape, prediction.Shape)}", nameof(target));
        RequireFinite(target, nameof(target));
        RequireFinite(prediction, nameof(prediction));
        loss.CheckTargets(target.Reshape(wanted), prediction.Shape);
    }

    private static void RequireFinite(Tensor tensor, string name)
    {
        int index = tensor.IndexOfNotFinite();
        if (index >= 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{name} contains {tensor.Data[index]} at place {index} of its "
                + $"values; gradients are checked at finite ones."), name);
    }

    private static GradientCheck Check(string subject, List<Variable> variables, double minDerivative, Func<double> evaluate)
    {
        var random = new RandomStream(3);
        List<Variable> snapshots = [.. variables.Select(variable => variable with { Gradient = variable.Gradient.Clone() })];
        return new GradientCheck(subject, [.. snapshots.Select(variable => KeyValuePair.Create(
            variable.Name, Enumerable.Range(0, Directions).Max(_ => Error(variable, minDerivative, evaluate, random))))]);
    }

    /// <summary>Computes the relative error along one direction, in which each value increases or decreases.</summary>
    private static double Error(Variable variable, double minDerivative, Func<double> evaluate, RandomStream random)
    {
        Tensor direction = new(variable.Value.Shape), start = variable.Value.Clone();
        for (int i = 0; i < direction.Length; i++)
            direction.Data[i] = random.NextInt32(2) == 0 ? -1 : 1;
        double expected = Dot(variable.Gradient, direction), smallest = double.PositiveInfinity;
        try
        {
            foreach (float width in Widths)
            {
                double above = EvaluateAt(width), below = EvaluateAt(-width);
                double measured = (above - below) / (2 * (double)width);
                double scale = Math.Max(Math.Max(Math.Abs(measured), Math.Abs(expected)), minDerivative);
                double error = measured == expected ? 0 : Math.Abs(measured - expected) / scale;
                smallest = Math.Min(smallest, double.IsNaN(error) ? double.PositiveInfinity : error);
            }
        }
        finally
        {
            start.Data.CopyTo(variable.Value.Data);
        }

        return smallest;

        double EvaluateAt(float width)
        {
            TensorPrimitives.MultiplyAdd(direction.Data, width, start.Data, variable.Value.Data);
            return evaluate();
        }
    }

    private static void Forward(ExecutionPlan plan, bool isTraining) => plan.Forward(isTraining, seed: 1);

    private static Tensor Normal(Shape shape, RandomStream random)
    {
        var tensor = new Tensor(shape);
        for (int i = 0; i < tensor.Length; i++)
            tensor.Data[i] = (float)random.NextNormal();
        return tensor;
    }

    private static Tensor[] NormalLike(IReadOnlyList<Tensor> tensors, RandomStream random) =>
        [.. tensors.Select(tensor => Normal(tensor.Shape, random))];

    private static double Dot(Tensor a, Tensor b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)a.Data[i] * b.Data[i];
        return sum;
    }

    private static double Norm(IReadOnlyList<Tensor> a, IReadOnlyList<Tensor> b)
    {
        double sum = 0;
        for (int output = 0; output < a.Count; output++)
        {
            for (int i = 0; i < a[output].Length; i++)
                sum += Math.Pow((double)a[output].Data[i] * b[output].Data[i], 2);
        }

        return Math.Sqrt(sum);
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += value;
        return sum;
    }

    /// <summary>A tensor whose values are changed, and the gradient to be checked.</summary>
    private sealed record Variable(string Name, Tensor Value, Tensor Gradient);

    /// <summary>A layer y = x that masks each step as padding with probability 1/2.</summary>
    private sealed class RandomPadding(int index) : Layer
    {
        public override MaskHandling MaskHandling => MaskHandling.Produced;

        protected internal override void Forward(Frame frame)
        {
            frame.Input.Data.CopyTo(frame.Output.Data);
            var random = new RandomStream(5 + index);
            foreach (ref float isData in frame.OutputMask!.AsSpan())
                isData = random.NextInt32(2);
        }

        protected internal override void Backward(Frame frame) =>
            frame.OutputGradient.Data.CopyTo(frame.InputGradient!.Data);
    }
}
