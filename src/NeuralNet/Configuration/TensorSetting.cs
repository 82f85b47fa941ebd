using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// Writes and reads settings that are a number or an array of numbers: arrays as nested lists. Keras also writes an array as
/// <c>{"class_name": "__numpy__", "config": {"value": […]}}</c>, which is read too (Keras: saving/serialization_lib.py).
/// </summary>
internal static class TensorSetting
{
    /// <summary>Writes a tensor of finite numbers.</summary>
    /// <exception cref="NotSupportedException">A number is NaN or infinite.</exception>
    public static void Write(Configuration configuration, string name, Tensor value)
    {
        int index = value.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        if (index >= 0)
            throw new NotSupportedException(FormattableString.Invariant(
                $"The setting '{name}' is a tensor of shape {value.Shape} whose element {index} is {value.Data[index]}; a file holds finite ")
                + "numbers only. Replace the element by a finite number.");
        configuration.Json[name] = ToJson(value.Data, value.Shape.Sizes);
    }

    /// <summary>Returns the setting; null if it is absent.</summary>
    /// <exception cref="FormatException">The setting is neither a finite number nor an array of finite numbers.</exception>
    public static Tensor? Read(Configuration configuration, string name)
    {
        JsonNode? node = configuration.Find(name);
        JsonNode? value = node is JsonObject description ? ValueOf(description) : node;
        if (node is null)
            return null;
        List<int> sizes = [];
        for (JsonNode? first = value; first is JsonArray { Count: > 0 } list; first = list[0])
            sizes.Add(list.Count);
        List<float> values = [];
        return value is not null && TryRead(value, [.. sizes], values)
            ? new Tensor(new Shape([.. sizes]), values.ToArray())
            : throw Configuration.Wrong(name, "a finite number of float32 or an array of such", node);
    }

    private static JsonNode? ValueOf(JsonObject description) =>
        description["class_name"]?.ToString() is "__numpy__" or "__tensor__" && description["config"] is JsonObject config
            ? config["value"]
            : null;

    private static JsonNode ToJson(ReadOnlySpan<float> values, ReadOnlySpan<int> sizes)
    {
        if (sizes.IsEmpty)
            return JsonValue.Create(values[0]);
        var list = new JsonArray();
        int length = values.Length / Math.Max(1, sizes[0]);
        for (int i = 0; i < sizes[0]; i++)
            list.Add(ToJson(values.Slice(i * length, length), sizes[1..]));
        return list;
    }

    /// <summary>Appends the numbers of an array; returns false if the array does not have these sizes.</summary>
    private static bool TryRead(JsonNode? node, ReadOnlySpan<int> sizes, List<float> values)
    {
        if (sizes.IsEmpty)
        {
            float? number = node is null ? null : Configuration.ToSingle(node);
            values.Add(number ?? 0);
            return number is not null;
        }

        if (node is not JsonArray list || list.Count != sizes[0])
            return false;
        foreach (JsonNode? item in list)
        {
            if (!TryRead(item, sizes[1..], values))
                return false;
        }

        return true;
    }
}
