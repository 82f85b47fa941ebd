using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace NeuralNet.Tests;

/// <summary>
/// Writes the state of an object as a text: its fields and those of the library's objects in them, without functions and writers.
/// </summary>
internal static class FieldText
{
    public static string Of(object subject)
    {
        var text = new StringBuilder();
        Append(text, subject);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null ");
                break;
            case string or bool or Enum or IFormattable:
                text.Append(CultureInfo.InvariantCulture, $"{value} ");
                break;
            case IEnumerable items:
                foreach (object? item in items)
                    Append(text, item);
                break;
            case Delegate or TextWriter:
                break;
            default:
                AppendFields(text, value);
                break;
        }
    }

    private static void AppendFields(StringBuilder text, object value)
    {
        if (value.GetType().Assembly != typeof(Model).Assembly || value is BackupFile)
            return;
        foreach (FieldInfo field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            text.Append(field.Name).Append(": ");
            Append(text, field.GetValue(value));
        }
    }
}
