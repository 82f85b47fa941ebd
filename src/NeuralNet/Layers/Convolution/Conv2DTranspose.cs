namespace NeuralNet;

/// <summary>
/// A transposed convolution of images, the gradient of a <see cref="Conv2D"/> with respect to its input as a layer: pixel (y, x) of the
/// input adds its products with the kernel to the pixels from (y·s − p, x·s − p) on of the output, which is larger by the strides s. Input
/// (batch, height, width, channels), kernel (height, width, filters, channels), bias (filters), output (batch, height, width, filters) of
/// n·s + max(k − s, 0) pixels with <see cref="Padding.Valid"/> and n·s with <see cref="Padding.Same"/> for n pixels and a kernel of k.
/// Keras: layers/convolutional/conv2d_transpose.py.
/// </summary>
/// <param name="filters">The number of filters, which is the number of channels of the output.</param>
/// <param name="kernelSize">The size of the kernels along height and width.</param>
/// <param name="strides">The factor by which the output is larger than the input; 1 by default.</param>
/// <param name="padding">The padding; <see cref="Padding.Valid"/> by default.</param>
/// <param name="outputPadding">The number of pixels at the end of the output beyond (n − 1)·s + k, or (n − 1)·s + k mod 2 with
/// <see cref="Padding.Same"/>, less than the strides; by default the output has the size above.</param>
/// <param name="dataFormat">The order of the axes of input and output; <see cref="DataFormat.ChannelsLast"/> by default.</param>
/// <param name="dilationRate">The distance between neighboring taps of a kernel; 1 by default. Strides or dilation rates must be 1.</param>
/// <param name="activation">The activation of the outputs; <see cref="Activation.Linear"/> by default.</param>
/// <param name="useBias">Whether a bias is added; true by default.</param>
/// <param name="kernelInitializer">The initializer of the kernel; <see cref="GlorotUniform"/> by default.</param>
/// <param name="biasInitializer">The initializer of the bias; <see cref="Zeros"/> by default.</param>
/// <param name="kernelRegularizer">The penalty on the kernel; none by default.</param>
/// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
/// <param name="activityRegularizer">The penalty on the outputs of a batch, divided by the number of samples; none by default.</param>
/// <param name="kernelConstraint">The constraint on the kernel; none by default.</param>
/// <param name="biasConstraint">The constraint on the bias; none by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is less than 1, or the output padding is negative.</exception>
[Configurable]
public sealed partial class Conv2DTranspose(
    int filters, Size2D kernelSize, Size2D? strides = null, Padding padding = Padding.Valid, Size2D? outputPadding = null,
    DataFormat dataFormat = DataFormat.ChannelsLast, Size2D? dilationRate = null, Activation? activation = null, bool useBias = true,
    Initializer? kernelInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
    Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
    Constraint? biasConstraint = null, string? name = null) : ConvolutionLayer(name)
{
    private readonly int filters = Require.Positive(filters);
    private readonly Size2D kernelSize = Require.AtLeast(1, kernelSize);
    private readonly Size2D strides = Require.AtLeast(1, strides ?? 1, nameof(strides));
    private readonly Size2D dilationRate = Require.AtLeast(1, dilationRate ?? 1, nameof(dilationRate));
    private readonly Size2D? outputPadding = outputPadding is { } added ? Require.AtLeast(0, added, nameof(outputPadding)) : null;
    private readonly Activation activation = activation ?? Activation.Linear;
    private readonly Initializer kernelInitializer = kernelInitializer ?? new GlorotUniform();
    private readonly Initializer biasInitializer = biasInitializer ?? new Zeros();
    private Parameter kernel = null!;

    /// <inheritdoc/>
    public override Activation FinalActivation => activation;

    private protected override Windows Windows => field ??= Windows.OfImages(kernelSize, strides, padding, dataFormat, dilationRate);

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        int channels = Windows.Channels(this, builder.InputShape);
        kernel = builder.AddParameter(
            "kernel", Windows.KernelShape(filters, channels), kernelInitializer, true, kernelRegularizer, kernelConstraint);
        Bias = useBias ? builder.AddParameter("bias", filters, biasInitializer, true, biasRegularizer, biasConstraint) : null;
    }

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) =>
        Windows.TransposedOutputShape(this, OnlyInput(inputs), filters, outputPadding);

    /// <inheritdoc/>
    protected internal override object Prepare(PassShapes shapes) =>
        new LinearAlgebra.Convolution(Windows.TransposedConvolutionOf(shapes.Input, filters, outputPadding));

    private protected override void Convolve(Frame frame) => frame.Prepared<LinearAlgebra.Convolution>()
        .InputGradient(frame.Input.Data, kernel.Value.Data, frame.PreActivation.Data);

    private protected override void Differentiate(Frame frame)
    {
        var convolution = frame.Prepared<LinearAlgebra.Convolution>();
        if (frame.Gradient(kernel) is { } kernelGradient)
            convolution.KernelGradient(frame.OutputGradient.Data, frame.Input.Data, kernelGradient.Data);
        if (frame.InputGradient is { } inputGradient)
            convolution.Forward(frame.OutputGradient.Data, kernel.Value.Data, inputGradient.Data);
    }

    internal override Conv2DTranspose WithoutActivation() => ShareParameters(new Conv2DTranspose(
        filters, kernelSize, strides, padding, outputPadding, dataFormat, dilationRate, null, useBias, kernelInitializer, biasInitializer,
        kernelRegularizer, biasRegularizer, null, kernelConstraint, biasConstraint)
    { kernel = kernel, Bias = Bias });
}
