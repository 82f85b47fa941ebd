namespace NeuralNet.Onnx;

/// <summary>Upsample, of opsets before 10, and Resize: those of their coordinates that Keras has.</summary>
internal static class ResizeImporters
{
    public static ImportedValue Upsample(OperatorNode node) => Resize(node, ScalesOf(node, 1), "asymmetric", "floor");

    public static ImportedValue Resize(OperatorNode node)
    {
        if (node.Context.Opset < 11)
            return Resize(node, ScalesOf(node, 1), "asymmetric", "floor");
        node.Ignore("extrapolation_value");
        if (node.Has(1))
            _ = node[1];
        if (node.Has(3) && node.Has(2) && node.Constant(2).Length > 0)
            throw new ModelFileException("it has both scales and sizes");
        if (Text(node, "keep_aspect_ratio_policy", "stretch") is var policy and not "stretch")
            throw new ModelFileException($"its attribute 'keep_aspect_ratio_policy' is '{policy}'; only 'stretch' is supported");
        return Resize(
            node, node.Has(3) ? null : ScalesOf(node, 2), Text(node, "coordinate_transformation_mode", "half_pixel"),
            Text(node, "nearest_mode", "round_prefer_floor"));
    }

    private static ImportedValue Resize(OperatorNode node, double[]? scales, string coordinates, string nearest)
    {
        ImageOperand image = ImageOperand.Of(node);
        int rank = image.Rank;
        if (node.Find("axes") is { } axes && !axes.Ints.SequenceEqual(Enumerable.Range(0, rank + 2).Select(axis => (long)axis)))
            throw new ModelFileException($"its attribute 'axes' is [{string.Join(", ", axes.Ints)}]; all axes are supported");
        int?[] factors = new int?[rank];
        int[] sizes = image.Sizes, targets = new int[rank];
        long[]? stated = scales is null ? SizesOf(node, rank) : null;
        if (scales is not null && (scales.Length != rank + 2 || scales[0] != 1 || scales[1] != 1))
            throw new ModelFileException($"its scales are [{string.Join(", ", scales)}]; those of the batch and the channels should be 1");
        for (int axis = 0; axis < rank; axis++)
        {
            if (scales is not null && scales[axis + 2] is >= 1 and <= int.MaxValue and var scale && scale == Math.Floor(scale))
                factors[axis] = (int)scale;
            else if (sizes[axis] == Shape.Open)
                throw new ModelFileException("it resizes an axis of an unknown size by another factor than a whole number");
            targets[axis] = stated is not null ? checked((int)stated[axis])
                : sizes[axis] == Shape.Open ? 0
                : checked((int)Math.Floor(sizes[axis] * scales![axis + 2]));
            if (stated is not null && sizes[axis] > 0 && targets[axis] % sizes[axis] == 0)
                factors[axis] = targets[axis] / sizes[axis];
        }

        Interpolation interpolation = InterpolationOf(node, coordinates, nearest, image, factors, targets);
        bool isAntialiased = node.Get("antialias", 0) != 0;
        bool isUpSampling = factors.All(factor => factor >= 1) && interpolation is Interpolation.Nearest or Interpolation.Bilinear;
        if (rank == 1)
        {
            return isUpSampling && factors[0] is int steps && interpolation == Interpolation.Nearest
                ? image.Result(Repeat(image, steps, node))
                : throw new ModelFileException("sequences are resized by mode 'nearest' and whole factors only");
        }

        Layer layer = factors is [int rows, int columns] && isUpSampling
            ? new UpSampling2D((rows, columns), image.Format, interpolation, node.LayerName())
            : new Resizing(
                targets[0], targets[1], interpolation, antialias: isAntialiased, dataFormat: image.Format, name: node.LayerName());
        return image.Result(image.Source.Add(layer));
    }

    /// <summary>The layer takes steps before channels.</summary>
    private static Node Repeat(ImageOperand image, int factor, OperatorNode node)
    {
        var layer = new UpSampling1D(factor, node.LayerName());
        return image.IsChannelsFirst
            ? image.Source.Add(new Permute([2, 1])).Add(layer).Add(new Permute([2, 1]))
            : image.Source.Add(layer);
    }

    /// <exception cref="ModelFileException">Keras has no interpolation with these coordinates.</exception>
    private static Interpolation InterpolationOf(
        OperatorNode node, string coordinates, string nearest, ImageOperand image, int?[] factors, int[] targets)
    {
        string mode = Text(node, "mode", "nearest");
        double a = node.Get("cubic_coeff_a", -0.75f);
        bool excludesOutside = node.Get("exclude_outside", 0) != 0;
        bool isHalfPixel = coordinates == "half_pixel" || (coordinates == "pytorch_half_pixel" && targets.All(size => size != 1));
        return mode switch
        {
            "nearest" when Enumerable.Range(0, image.Rank).All(IsNearest) => Interpolation.Nearest,
            "linear" when isHalfPixel && image.Rank == 2 => Interpolation.Bilinear,
            "cubic" when isHalfPixel && image.Rank == 2 && excludesOutside && Math.Abs(a + 0.5) < 1e-6 => Interpolation.Bicubic,
            _ => throw new ModelFileException(
                $"its mode '{mode}' with coordinate_transformation_mode '{coordinates}'"
                + (mode == "nearest" ? $" and nearest_mode '{nearest}'" : mode == "cubic"
                    ? $", cubic_coeff_a {a} and exclude_outside {excludesOutside}" : "")
                + " is none of Keras's; supported are 'nearest' where it takes the nearest pixel center, 'linear' with half_pixel, and "
                + "'cubic' with "
                + "half_pixel, cubic_coeff_a -0.5 and exclude_outside 1"),
        };

        bool IsNearest(int axis) => factors[axis] is int factor
            ? Enumerable.Range(0, Math.Min(factor, 64) * 2).All(place =>
                place / factor > 1 || Rounded(Coordinate(place, 1.0 / factor, 2), nearest) == place / factor)
            : Enumerable.Range(0, Math.Min(targets[axis], 1 << 16)).All(place =>
            {
                int size = image.Sizes[axis];
                double coordinate = Coordinate(place, (double)size / targets[axis], targets[axis]);
                return Math.Clamp(Rounded(coordinate, nearest), 0, size - 1) == (int)((2L * place + 1) * size / (2L * targets[axis]));
            });

        double Coordinate(int place, double step, int target) => coordinates switch
        {
            "asymmetric" => place * step,
            "half_pixel" => ((place + 0.5) * step) - 0.5,
            "pytorch_half_pixel" => target > 1 ? ((place + 0.5) * step) - 0.5 : 0,
            _ => double.NaN,
        };
    }

    private static double Rounded(double coordinate, string nearest) => nearest switch
    {
        "floor" => Math.Floor(coordinate),
        "ceil" => Math.Ceiling(coordinate),
        "round_prefer_ceil" => Math.Floor(coordinate + 0.5),
        _ => Math.Ceiling(coordinate - 0.5),
    };

    private static double[] ScalesOf(OperatorNode node, int input) => node.Find("scales") is { } listed
        ? [.. listed.Floats.Select(scale => (double)scale)]
        : node.Constant(input) is { Length: <= ShapeExtensions.MaxRank } scales ? scales.ToDoubles()
        : throw new ModelFileException($"its input {input} has more scales than a shape can have axes");

    /// <summary>Reads the sizes of the axes behind the channels.</summary>
    private static long[] SizesOf(OperatorNode node, int rank)
    {
        AxisSize[] sizes = SizeFolding.Elements(node[3]) is { } elements
            ? [.. elements]
            : Array.ConvertAll(node.Constant(3).ToSizes(), size => (AxisSize)size);
        if (sizes.Length != rank + 2 || !sizes.Skip(2).All(size => size is { IsKnown: true, Number: >= 1 }))
            throw new ModelFileException($"its sizes are [{string.Join(", ", sizes.AsEnumerable())}]; {rank + 2} are needed, those "
                + "behind the channels known");
        return [.. sizes.Skip(2).Select(size => size.Number)];
    }

    private static string Text(OperatorNode node, string attribute, string defaultValue) =>
        node.Find(attribute) is { S.IsEmpty: false } stated ? stated.S.ToStringUtf8() : defaultValue;
}
