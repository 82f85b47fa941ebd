namespace NeuralNet;

/// <summary>
/// A fully connected layer: output = activation(input·kernel + bias), over the last axis of the input.
/// Input (batch, …, inputs), kernel (inputs, units), bias (units), output (batch, …, units).
/// Keras: layers/core/dense.py.
/// </summary>
public sealed class Dense : Layer
{
    private readonly int units;
    private readonly Activation activation;
    private readonly bool useBias;
    private readonly Initializer kernelInitializer, biasInitializer;
    private readonly Regularizer? kernelRegularizer, biasRegularizer, activityRegularizer;
    private readonly Constraint? kernelConstraint, biasConstraint;
    private Parameter kernel = null!;
    private Parameter? bias;

    /// <summary>Makes a dense layer.</summary>
    /// <param name="units">The number of outputs.</param>
    /// <param name="activation">Applied to the outputs; none (linear) by default.</param>
    /// <param name="useBias">Whether a bias is added; true by default.</param>
    /// <param name="kernelInitializer">What fills the kernel; <see cref="GlorotUniform"/> by default.</param>
    /// <param name="biasInitializer">What fills the bias; <see cref="Zeros"/> by default.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel.</param>
    /// <param name="biasRegularizer">A penalty on the bias.</param>
    /// <param name="activityRegularizer">A penalty on the outputs of a batch, divided by the number of its samples.</param>
    /// <param name="kernelConstraint">A rule for the kernel.</param>
    /// <param name="biasConstraint">A rule for the bias.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of units is less than one.</exception>
    public Dense(
        int units, Activation? activation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null, string? name = null)
        : base(name)
    {
        this.units = Require.Positive(units);
        this.activation = activation ?? Activation.Linear;
        this.useBias = useBias;
        this.kernelInitializer = kernelInitializer ?? new GlorotUniform();
        this.biasInitializer = biasInitializer ?? new Zeros();
        this.kernelRegularizer = kernelRegularizer;
        this.biasRegularizer = biasRegularizer;
        this.activityRegularizer = activityRegularizer;
        this.kernelConstraint = kernelConstraint;
        this.biasConstraint = biasConstraint;
    }

    /// <inheritdoc/>
    public override Activation FinalActivation => activation;

    /// <inheritdoc/>
    protected internal override Parameter? FinalBias => bias;

    /// <inheritdoc/>
    protected internal override Regularizer? ActivityRegularizer => activityRegularizer;

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        Shape input = builder.InputShape;
        if (input.Rank == 0 || input.Last == 0)
            throw builder.Error($"needs an input with at least one value a row; it was given the shape {input}");
        kernel = builder.AddParameter("kernel", [input.Last, units], kernelInitializer, true, kernelRegularizer, kernelConstraint);
        bias = useBias ? builder.AddParameter("bias", units, biasInitializer, true, biasRegularizer, biasConstraint) : null;
    }

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => OnlyInput(inputs).WithLast(units);

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame) => MatrixProduct.Multiply(frame.Input, kernel.Value, frame.PreActivation);

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.Gradient(kernel) is { } kernelGradient)
            MatrixProduct.TransposeThisAndMultiply(frame.Input, frame.OutputGradient, kernelGradient);
        if (frame.InputGradient is { } inputGradient)
            MatrixProduct.TransposeAndMultiply(frame.OutputGradient, kernel.Value, inputGradient);
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("units", units);
        configuration.Set("activation", activation);
        configuration.Set("use_bias", useBias);
        configuration.Set("kernel_initializer", kernelInitializer);
        configuration.Set("bias_initializer", biasInitializer);
        configuration.Set("kernel_regularizer", kernelRegularizer);
        configuration.Set("bias_regularizer", biasRegularizer);
        configuration.Set("activity_regularizer", activityRegularizer);
        configuration.Set("kernel_constraint", kernelConstraint);
        configuration.Set("bias_constraint", biasConstraint);
    }

    internal override Dense WithoutActivation()
    {
        var linear = new Dense(
            units, Activation.Linear, useBias, kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer,
            activityRegularizer: null, kernelConstraint, biasConstraint)
        {
            kernel = kernel,
            bias = bias,
        };
        linear.ShareParameters(this);
        return linear;
    }

    internal static Dense From(Configuration configuration) => new(
        configuration.GetInt32("units"),
        Activation.Known.Read(configuration, "activation"),
        configuration.GetBoolean("use_bias", true),
        Initializer.Known.Read(configuration, "kernel_initializer"),
        Initializer.Known.Read(configuration, "bias_initializer"),
        Regularizer.Known.Read(configuration, "kernel_regularizer"),
        Regularizer.Known.Read(configuration, "bias_regularizer"),
        Regularizer.Known.Read(configuration, "activity_regularizer"),
        Constraint.Known.Read(configuration, "kernel_constraint"),
        Constraint.Known.Read(configuration, "bias_constraint"),
        configuration.GetString("name"));
}

/// <summary>The fluent method of <see cref="NeuralNet.Dense"/>.</summary>
public static class DenseExtensions
{
    /// <summary>Puts a fully connected layer on top: activation(input·kernel + bias). See <see cref="NeuralNet.Dense"/>.</summary>
    public static T Dense<T>(
        this ILayerStack<T> stack, int units, Activation? activation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null, string? name = null)
        where T : ILayerStack<T> => stack.Add(new Dense(
            units, activation, useBias, kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer, activityRegularizer,
            kernelConstraint, biasConstraint, name));
}
