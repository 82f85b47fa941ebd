using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>Writes the line of C# that creates an object of a program's class from the settings of a file.</summary>
internal static class CustomObjectLine
{
    private const int MaxArguments = 8;

    /// <summary>The settings that the library assigns itself after the object is created.</summary>
    private static readonly string[] Shared =
    [
        "name", "trainable", "dtype", "reduction", "clipnorm", "clipvalue", "global_clipnorm", "weight_decay", "use_ema", "ema_momentum",
        "ema_overwrite_frequency", "gradient_accumulation_steps",
    ];

    public static string For(string className, JsonObject settings)
    {
        string[] arguments = [.. settings.Where(setting => !Shared.Contains(setting.Key)).Select(Read).OfType<string>().Take(MaxArguments)];
        string parameter = arguments.Length > 0 ? "settings" : "_";
        return $"new CustomObjects().Add(\"{className}\", {parameter} => new {TypeName(className)}({string.Join(", ", arguments)}))";
    }

    /// <summary>Returns the call that reads a setting; null for a setting that a program's class cannot have written.</summary>
    private static string? Read(KeyValuePair<string, JsonNode?> setting) => setting.Value?.GetValueKind() switch
    {
        JsonValueKind.Number => $"settings.GetSingle(\"{setting.Key}\")",
        JsonValueKind.True or JsonValueKind.False => $"settings.GetBoolean(\"{setting.Key}\")",
        JsonValueKind.String => $"settings.GetString(\"{setting.Key}\")",
        JsonValueKind.Array => $"settings.GetSingles(\"{setting.Key}\")",
        _ => null,
    };

    /// <summary>Returns the name of the type: that in files or, for activations such as <c>soft_step</c>, in Pascal case.</summary>
    private static string TypeName(string className) => string.Concat(className.Split('_', StringSplitOptions.RemoveEmptyEntries)
        .Select(word => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..]));
}
