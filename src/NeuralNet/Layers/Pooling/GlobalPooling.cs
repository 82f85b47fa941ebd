namespace NeuralNet;

/// <summary>
/// Reduces each channel to one value: (batch, steps, channels) or (batch, height, width, channels) becomes (batch, channels); kept axes
/// have size 1. Padding of sequences is left out; a sequence that is all padding gives zeros. Keras: layers/pooling/base_global_pooling.py.
/// </summary>
public abstract class GlobalPooling : Layer
{
    private readonly ImageFormat format;
    private LayerMemory workspace = null!;

    private protected GlobalPooling(ImageFormat format, bool keepDims, string? name)
        : base(name) => (this.format, KeepDims) = (format, keepDims);

    /// <summary>Gets a value indicating whether the reduced axes are kept, with size 1.</summary>
    public bool KeepDims { get; }

    /// <inheritdoc/>
    protected internal sealed override void Build(LayerBuilder builder) =>
        workspace = builder.AddWorkspace("workspace", shapes => shapes.Output);

    /// <inheritdoc/>
    protected internal sealed override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape row = OnlyInput(inputs);
        ImageShape image = format.Read(this, row);
        if (row.Contains(0))
            throw Error($"needs at least one step or pixel; it was given {row.ToStringWithBatch()}");
        return KeepDims ? format.Write(image with { Height = 1, Width = 1 }) : format.IsChannelsLast ? image.Depth : image.Planes;
    }

    /// <inheritdoc/>
    protected internal sealed override void Forward(Frame frame)
    {
        ImageShape image = format.ReadBatch(frame.Input.Shape);
        PlanePass.Run(image.PlanesIn(frame.Input), 1, image.PlaneLength, new ForwardBody(this, frame, image));
    }

    /// <inheritdoc/>
    protected internal sealed override void Backward(Frame frame)
    {
        if (frame.InputGradient is null)
            return;
        ImageShape image = format.ReadBatch(frame.Input.Shape);
        PlanePass.Run(image.PlanesIn(frame.Input), 1, image.PlaneLength, new BackwardBody(this, frame, image));
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => configuration.Set("keepdims", KeepDims);

    /// <summary>Pools the pixels of a plane, which are consecutive; the mask is empty if all are data.</summary>
    private protected abstract void Pool(ReadOnlySpan<float> pixels, ReadOnlySpan<float> mask, Span<float> output);

    /// <summary>
    /// Writes the gradient of the pixels of a plane; may overwrite the gradient of the output. The scratch has the length of an output.
    /// </summary>
    private protected abstract void PutGradient(
        ReadOnlySpan<float> pixels, ReadOnlySpan<float> mask, ReadOnlySpan<float> output, Span<float> outputGradient,
        Span<float> scratch, Span<float> gradient);

    /// <summary>Returns whether a step is data.</summary>
    private protected static bool IsData(ReadOnlySpan<float> mask, int step) => mask.IsEmpty || mask[step] != 0;

    private static ReadOnlySpan<float> Mask(Frame frame, int plane) => frame.Mask is { } mask ? mask.Row(plane) : default;

    private readonly struct ForwardBody(GlobalPooling layer, Frame frame, ImageShape image) : IPlaneBody
    {
        public void Run(int plane, int firstRow, int endRow) => layer.Pool(
            image.Plane(frame.Input, plane), Mask(frame, plane), frame.Output.Data.Slice(plane * image.Depth, image.Depth));
    }

    private readonly struct BackwardBody(GlobalPooling layer, Frame frame, ImageShape image) : IPlaneBody
    {
        public void Run(int plane, int firstRow, int endRow)
        {
            int start = plane * image.Depth;
            layer.PutGradient(
                image.Plane(frame.Input, plane), Mask(frame, plane), frame.Output.Data.Slice(start, image.Depth),
                frame.OutputGradient.Data.Slice(start, image.Depth), frame[layer.workspace].Data.Slice(start, image.Depth),
                image.Plane(frame.InputGradient!, plane));
        }
    }
}
