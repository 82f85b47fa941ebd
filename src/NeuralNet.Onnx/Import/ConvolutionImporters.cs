namespace NeuralNet.Onnx;

/// <summary>
/// Convolutions of sequences and images. ONNX has the axes of a kernel in the order (filters, channels, …), Keras in reverse.
/// </summary>
internal static class ConvolutionImporters
{
    public static ImportedValue Conv(OperatorNode node)
    {
        ImageOperand image = ImageOperand.Of(node);
        ConstantValue kernel = KernelOf(node, image);
        int groups = GroupsOf(node), filters = kernel.Sizes[0];
        if (image.Channels != checked(kernel.Sizes[1] * groups))
            throw WrongChannels(kernel, image, kernel.Sizes[1] * groups);
        ImportedWindows windows = ImportedWindows.Of(node, image.Sizes, kernel.Sizes[2..]);
        ConstantValue? bias = BiasOf(node, filters);
        Padding? padding = windows.Padding ?? (windows.IsCausal ? Padding.Causal : null);
        bool isDepthwise = groups > 1 && groups == image.Channels;
        if (isDepthwise && padding == Padding.Causal)
            padding = null;
        Node source = padding is null ? windows.WithZeros(image) : image.Source;
        ConvolutionSettings settings = new(
            filters, groups, isDepthwise, windows, padding ?? Padding.Valid, image.Format, bias is not null);
        Layer layer = Linear(node, settings.Key, kernel, bias, settings.MakeLayer);
        return image.Result(source.Add(layer));
    }

    public static ImportedValue ConvTranspose(OperatorNode node)
    {
        ImageOperand image = ImageOperand.Of(node);
        ConstantValue kernel = KernelOf(node, image);
        if (GroupsOf(node) != 1)
            throw new ModelFileException($"its attribute 'group' is {GroupsOf(node)}; only 1 is supported for transposed convolutions");
        if (image.Channels != kernel.Sizes[0])
            throw WrongChannels(kernel, image, kernel.Sizes[0]);
        int filters = kernel.Sizes[1];
        TransposedWindows windows = TransposedWindows.Of(node, image.Sizes, kernel.Sizes[2..]);
        ConstantValue? bias = BiasOf(node, filters);
        Layer layer = Linear(node, $"{windows.Key} {image.Format}", kernel, bias, (activation, name) =>
            windows.MakeLayer(filters, image.Format, activation, bias is not null, name));
        return image.Result(windows.Crop(image.With(image.Source.Add(layer))));
    }

    /// <summary>The layer of these weights, which takes up an activation behind it.</summary>
    private static Layer Linear(
        OperatorNode node, string settings, ConstantValue kernel, ConstantValue? bias, Func<Activation?, string?, Layer> makeLayer) =>
        node.Context.Shared(node.WeightsKey(kernel, bias) + "\n" + settings, () =>
        {
            string? name = node.LayerName();
            Layer layer = makeLayer(null, name);
            node.Context.LinearLayers[layer] = activation => makeLayer(activation, name);
            node.Context.Weights.Add(layer, "kernel", () => Reversed(kernel));
            if (bias is not null)
                node.Context.Weights.Add(layer, "bias", bias.ToFloats);
            return layer;
        });

    /// <summary>The values of a kernel of the sizes (a, b, …) in the order (…, b, a).</summary>
    private static float[] Reversed(ConstantValue kernel)
    {
        float[] values = kernel.ToFloats(), reversed = new float[values.Length];
        int outer = kernel.Sizes[0], inner = kernel.Sizes[1], places = values.Length / (outer * inner);
        for (int i = 0; i < outer * inner; i++)
        {
            int place = (i % inner * outer) + (i / inner);
            for (int k = 0; k < places; k++)
                reversed[(k * outer * inner) + place] = values[(i * places) + k];
        }

        return reversed;
    }

    private static ConstantValue KernelOf(OperatorNode node, ImageOperand image)
    {
        ConstantValue kernel = node.Constant(1);
        if (kernel.Sizes.Length != image.Rank + 2 || kernel.Length == 0)
        {
            throw new ModelFileException($"{kernel} of sizes [{string.Join(", ", kernel.Sizes)}] is no kernel for inputs of the shape "
                + $"{image.Source.Shape.ToStringWithBatch()}");
        }

        if (node.Find("kernel_shape") is { } stated && !stated.Ints.SequenceEqual(kernel.Sizes[2..].Select(size => (long)size)))
        {
            throw new ModelFileException($"its attribute 'kernel_shape' is [{string.Join(", ", stated.Ints)}], and {kernel} has the sizes "
                + $"[{string.Join(", ", kernel.Sizes)}]");
        }

        return kernel;
    }

    private static int GroupsOf(OperatorNode node) => node.Get("group", 1) is >= 1 and <= int.MaxValue and var groups
        ? (int)groups
        : throw new ModelFileException($"its attribute 'group' is {node.Get("group", 1)}; it should be at least 1");

    private static ConstantValue? BiasOf(OperatorNode node, int filters)
    {
        ConstantValue? bias = node.Has(2) ? node.Constant(2) : null;
        return bias is null || bias.Length == filters
            ? bias
            : throw new ModelFileException($"{bias} has {bias.Length} values; the operator has {filters} filters");
    }

    private static ModelFileException WrongChannels(ConstantValue kernel, ImageOperand image, int expected) => new(
        $"{kernel} takes {expected} channels; the input has the shape {image.Source.Shape.ToStringWithBatch()}, with the channels "
        + (image.IsChannelsFirst ? "first" : "last"));
}
